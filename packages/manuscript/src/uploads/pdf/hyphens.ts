import type { Line } from './lines.ts'

/** Words of a document and how often it has them, to tell a hyphen that only ends a line from one of a word. */
export class Vocabulary {
  readonly #words = new Map<string, number>()
  /** What stands first and last in compounds that no margin broke: `strong-`, `-minded`. */
  readonly #heads = new Set<string>()
  readonly #tails = new Set<string>()

  constructor(lines: Iterable<Line>) {
    let isBroken = false
    for (const { text } of lines) {
      const words = text.toLowerCase().match(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu) ?? []
      const ends = /[\p{L}][-‐\u00ad]$/u.test(text)
      const whole = words.slice(isBroken ? 1 : 0, ends ? -1 : undefined)
      for (const word of whole) {
        this.#words.set(word, (this.#words.get(word) ?? 0) + 1)
        if (!word.includes('-')) continue
        this.#heads.add(word.slice(0, word.indexOf('-')))
        this.#tails.add(word.slice(word.lastIndexOf('-') + 1))
      }
      isBroken = ends
    }
  }

  /** How two lines join: what the first loses at its end, and what stands between. */
  join(first: string, second: string): { cut: number; between: string } {
    if (first.endsWith('\u00ad')) return { cut: 1, between: '' }
    const head = /([\p{L}\p{M}'’-]+)[-‐]$/u.exec(first)?.[1]?.toLowerCase()
    if (head === undefined) return { cut: 0, between: /[–—]$|--$/u.test(first) && !/\s[–—]$/u.test(first) ? '' : ' ' }
    const tail = /^[\p{L}\p{M}]+/u.exec(second)?.[0]
    // "mid-Atlantic", "pre- and postwar"
    if (tail === undefined || tail !== tail.toLowerCase()) return { cut: 0, between: '' }
    return { cut: this.#isOneWord(head, tail) ? 1 : 0, between: '' }
  }

  #isOneWord(head: string, tail: string): boolean {
    const count = (word: string) => this.#words.get(word) ?? 0
    const joined = count(head + tail)
    const hyphened = count(`${head}-${tail}`)
    if (joined !== hyphened) return joined > hyphened
    const last = head.slice(head.lastIndexOf('-') + 1)
    if (head.includes('-')) return !(count(last) > 0 && count(tail) > 0)
    // Neither is known. Most hyphens at a margin are of the margin, but this author's compounds begin or end like this.
    return !((this.#heads.has(last) && count(tail) > 0) || (this.#tails.has(tail) && count(last) > 0))
  }
}
