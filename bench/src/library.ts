import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Row } from './database.ts'

const program = fileURLToPath(new URL('../../studio/test/scroll-library.ts', import.meta.url))

interface Frames {
  drawn: number
  dropped: number
  p95: number
}

/** Frames of a display of 60 a second: two of them between drawings are not seen as a jerk. Milliseconds. */
const twoFrames = 33.4

/**
 * A library of 2,000 books in Chromium, turned by the wheel in both views: what its trace says of the frames that were
 * drawn and dropped. In a process of its own, so that nothing else this program has loaded takes part.
 */
export async function measureLibrary(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 240_000 })
  const { elements, ...views } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { elements: number } & Record<
    'covers' | 'table',
    Frames
  >
  return [
    ...(['covers', 'table'] as const).flatMap((view): Row[] => {
      const { drawn, dropped, p95 } = views[view]
      return [
        { name: `2,000 books as ${view}, scrolled: frame to frame, p95`, value: p95, unit: 'ms', atMost: twoFrames },
        { name: '… frames dropped', value: (100 * dropped) / Math.max(1, drawn + dropped), unit: '%', atMost: 5 },
      ]
    }),
    { name: '… elements in the page', value: elements, unit: '', atMost: 2_000 },
  ]
}
