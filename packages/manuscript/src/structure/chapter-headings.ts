import type { UploadBlock } from '../uploads/upload.ts'
import { labels } from './survey.ts'

/** A heading's text in MyST, with what stands before and behind it in its block. */
interface WrittenHeading {
  /** Labels, on lines of their own. */
  before: string
  depth: number
  text: string
  behind: string
}

const atx = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*(\r?\n[\s\S]*)?$/
const setext = /^([^\n]+)\r?\n {0,3}(=+|-+)[ \t]*(\r?\n[\s\S]*)?$/

/** The heading a block is; undefined for one that only looks like a heading in its file, or that is front matter. */
export function headingOf({ text, depth }: UploadBlock): WrittenHeading | undefined {
  if (depth === undefined) return undefined
  const before = labels.exec(text)?.[0] ?? ''
  const rest = text.slice(before.length)
  const marks = atx.exec(rest)
  if (marks) return { before, depth: marks[1]!.length, text: marks[2]!, behind: marks[3] ?? '' }
  const underlined = rest.startsWith('---') ? null : setext.exec(rest)
  if (!underlined) return undefined
  const level = underlined[2]!.startsWith('=') ? 1 : 2
  return { before, depth: level, text: underlined[1]!.trim(), behind: underlined[3] ?? '' }
}

/**
 * Puts the headings within a chapter below its title: the shallowest on level 2, each other one level below the one it
 * stands under. `keepSkipped` leaves all as they are where none is above level 2: pages of MyST keep their bytes.
 */
export class HeadingLevels {
  readonly #open: number[] = []
  readonly #keep: boolean

  constructor(depths: readonly number[], keepSkipped: boolean) {
    this.#keep = depths.length === 0 || (keepSkipped && Math.min(...depths) >= 2)
  }

  levelFor(depth: number): number {
    if (this.#keep) return depth
    while (this.#open.length > 0 && this.#open.at(-1)! >= depth) this.#open.pop()
    this.#open.push(depth)
    return Math.min(6, this.#open.length + 1)
  }
}
