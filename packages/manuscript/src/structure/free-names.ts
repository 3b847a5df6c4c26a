/**
 * Gives each thing a name of its own: the one that is wanted, or that with `-2`, `-3` … behind it. Remembers how far it
 * counted, so that a thousand things of one name take a thousand steps and not a million.
 */
export class FreeNames {
  readonly #taken: Set<string>
  readonly #counts = new Map<string, number>()
  readonly #mark: string

  constructor(taken: Iterable<string> = [], mark = '-') {
    this.#taken = new Set(taken)
    this.#mark = mark
  }

  take(wanted: string): string {
    let count = this.#counts.get(wanted) ?? 1
    let name = wanted
    while (this.#taken.has(name)) name = `${wanted}${this.#mark}${++count}`
    this.#counts.set(wanted, count)
    this.#taken.add(name)
    return name
  }
}
