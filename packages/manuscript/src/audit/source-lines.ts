import { linesOf } from '../blocks.ts'
import type { Spot } from './finding.ts'

/** How many lines from where something should stand it is looked for: a line break within code is lost on the way. */
const reach = 3

/** The lines of a page as it was given, to find where in them something is spelled. */
export class SourceLines {
  readonly lines: readonly string[]
  /** Where to go on looking for what was found on a line before, so that two of the same get places of their own. */
  readonly #next = new Map<string, number>()

  constructor(text: string) {
    this.lines = linesOf(text)
  }

  /** The place of a spelling at or shortly after a line; the line alone where it is spelled otherwise. */
  spot(line: number, spelling: string): Spot {
    const first = spelling.split('\n', 1)[0]!
    if (first !== '') {
      for (let at = line; at < line + reach && at <= this.lines.length; at++) {
        const key = `${at} ${first}`
        const column = this.lines[at - 1]!.indexOf(first, this.#next.get(key) ?? 0)
        if (column < 0) continue
        this.#next.set(key, column + first.length)
        return { line: at, column: column + 1, endLine: at, endColumn: column + first.length + 1 }
      }
    }
    return this.whole(line)
  }

  /** A whole line, without the blanks around it. */
  whole(line: number): Spot {
    const at = Math.min(Math.max(line, 1), this.lines.length)
    const text = this.lines[at - 1]!
    const column = text.length - text.trimStart().length + 1
    const endColumn = Math.max(text.trimEnd().length + 1, column)
    return { line: at, column, endLine: at, endColumn }
  }
}
