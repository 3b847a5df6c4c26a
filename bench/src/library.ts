import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Row } from './database.ts'

const program = fileURLToPath(new URL('../../studio/test/scroll-library.ts', import.meta.url))

interface Frames {
  p95: number
  jerks: number
}

/** Frames of a display of 60 a second: two of them between drawings are not seen as a jerk. Milliseconds. */
const twoFrames = 33.4

/**
 * A library of 2,000 books in Chromium, scrolled by two windows a second: what its trace says of the frames it drew,
 * beside those of as many lines of plain HTML. In a process of its own, so that nothing else this program has loaded
 * takes part.
 */
export async function measureLibrary(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 240_000 })
  const { elements, plain, ...views } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { elements: number } & Record<
    'new covers' | 'covers' | 'table' | 'plain',
    Frames
  >
  return [
    ...(['new covers', 'covers', 'table'] as const).flatMap((view): Row[] => [
      {
        name: `2,000 books as ${view}, scrolled: frame to frame, p95`,
        value: views[view].p95,
        unit: 'ms',
        atMost: twoFrames,
      },
      { name: '… longer than two frames', value: views[view].jerks, unit: '%', atMost: 2 },
    ]),
    { name: '2,000 lines of plain HTML, scrolled: frame to frame, p95', value: plain.p95, unit: 'ms' },
    { name: '… elements in the page', value: elements, unit: '', atMost: 2_000 },
  ]
}
