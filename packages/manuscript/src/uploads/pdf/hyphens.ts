import type { Line } from './lines.ts'

/** Words of a document and how often it has them, to tell a hyphen that only ends a line from one of a word. */
export class Vocabulary {
  readonly #words = new Map<string, number>()
  /** What stands first and last in compounds that no margin broke: `strong-`, `-minded`. */
  readonly #heads = new Set<string>()
  readonly #tails = new Set<string>()
  /** Whether margins break words here at all, by those that are known whole. */
  readonly #breaks: boolean

  constructor(lines: Line[]) {
    this.#count(lines)
    let votes = 0
    for (const [index, { text }] of lines.entries()) {
      const parts = partsOf(text, lines[index + 1]?.text ?? '')
      if (parts) votes += Math.sign(this.#known(parts.head + parts.tail) - this.#known(`${parts.head}-${parts.tail}`))
    }
    this.#breaks = votes >= 0
  }

  #count(lines: Line[]): void {
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
    if (!/[\p{L}\p{M}][-‐]$/u.test(first))
      return { cut: 0, between: /[–—]$|--$/u.test(first) && !/\s[–—]$/u.test(first) ? '' : ' ' }
    const parts = partsOf(first, second)
    return { cut: parts && this.#isOneWord(parts) ? 1 : 0, between: '' }
  }

  #known(word: string): number {
    return this.#words.get(word) ?? 0
  }

  #isOneWord({ head, tail }: Parts): boolean {
    const count = (word: string) => this.#known(word)
    const joined = count(head + tail)
    const hyphened = count(`${head}-${tail}`)
    if (joined !== hyphened) return joined > hyphened
    const [next] = tail.split('-') as [string]
    if (/['’]/.test(head) || (next !== tail && count(head) > 0 && count(next) > 0)) return false
    const last = head.slice(head.lastIndexOf('-') + 1)
    if (head.includes('-')) return !(count(last) > 0 && count(tail) > 0)
    if (!this.#breaks && count(last) > 0 && count(tail) > 0) return false
    // Neither is known. Most hyphens at a margin are of the margin, but this author's compounds begin or end like this.
    return !((this.#heads.has(last) && count(tail) > 0) || (this.#tails.has(tail) && count(last) > 0))
  }
}

interface Parts {
  head: string
  tail: string
}

/** The two parts of what a hyphen at the end of a line stands in; not of `mid-` `Atlantic`, which is no one word. */
function partsOf(first: string, second: string): Parts | undefined {
  const head = /([\p{L}\p{M}'’-]+)[-‐]$/u.exec(first)?.[1]
  const tail = /^[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/u.exec(second)?.[0]
  return head && tail && /^\p{Ll}/u.test(tail) ? { head: head.toLowerCase(), tail: tail.toLowerCase() } : undefined
}
