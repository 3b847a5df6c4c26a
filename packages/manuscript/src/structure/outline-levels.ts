import type { Boundary } from './boundary.ts'
import { against, type Evidence, speaking } from './evidence.ts'
import { sideOf } from './matter-side.ts'
import type { Label } from './read-label.ts'
import { bestSequence } from './sequence.ts'
import type { MatterRole, StructureMethod } from './structure.ts'
import { comparable, type Survey } from './survey.ts'

/** An entry of an outline: a mark of the file, or a heading. */
export interface Entry {
  block: number
  title: string
  /** From 1. */
  depth: number
  label?: Label
  /** What the file says it is. */
  kind?: 'part' | 'chapter'
  role?: MatterRole
  /** Where the file says it belongs, whatever it is. */
  side?: 'front' | 'back'
  /** It has no words of its own: the first entry below it begins at the same block. */
  empty: boolean
  titleBlocks: number[]
  evidence: Evidence[]
  identity?: string
}

type Place = 'part' | 'chapter' | 'section' | 'book'

/** At the end of chapters these are sections of theirs. */
const apparatus = new Set<MatterRole>(['notes', 'bibliography', 'glossary', 'conclusion'])

/**
 * The chapters of an outline: which of its levels they are on, what above them is a part and what below a section.
 * Numbers decide where there are any, then the words for parts, then the shape: a level with one entry is the book's
 * title; entries with nothing of their own but long ones below are parts.
 */
export function boundariesFrom(entries: readonly Entry[], survey: Survey, method: StructureMethod): Boundary[] {
  if (entries.length === 0) return []
  const outline = new Outline(entries, survey)
  const places = entries.map((_, index) => outline.place(index))
  const numbers = entries.flatMap((entry, index) => (places[index] === 'chapter' && isNumbered(entry) ? [index] : []))
  const chapters =
    numbers.length > 0
      ? numbers
      : entries.flatMap((entry, index) => (places[index] === 'chapter' && !roleOf(entry) ? [index] : []))
  const [first = entries.length, last = -1] = [chapters[0], chapters.at(-1)]
  const evidence = outline.numberEvidence(numbers)
  const repeated = repeatedTitles(entries)
  return entries.flatMap((entry, index): Boundary[] => {
    const place = places[index]!
    const inAppendices = place === 'chapter' && outline.isInAppendices(index)
    const named = roleOf(entry) ?? (inAppendices ? 'appendix' : undefined)
    const position = index < first ? 'before' : index > last ? 'after' : 'within'
    const said = entry.side ?? (inAppendices ? 'back' : undefined)
    const side = place === 'part' ? undefined : (said ?? (named && sideOf(named, position)))
    if (place === 'section' || (!side && isApparatus(named, position, repeated.has(comparable(entry.title))))) return []
    const bearsTitle = !named && (position === 'before' || index === 0) && isBookTitle(entry, survey)
    const isTitle = place === 'book' || (place === 'chapter' && bearsTitle && entries.length > 1)
    const role = isTitle ? 'titlepage' : side && named
    const label = entry.label?.kind === 'matter' ? undefined : entry.label
    return [
      {
        block: entry.block,
        level: entry.depth,
        kind: isTitle ? 'front' : place === 'part' ? 'part' : (side ?? 'chapter'),
        ...(role && { role }),
        title: label?.title || label?.printed || entry.title,
        ...(label?.printed && { number: label.printed }),
        titleBlocks: entry.titleBlocks,
        method,
        evidence: [...entry.evidence, ...(evidence.get(index) ?? [])],
        ...(entry.identity !== undefined && { identity: entry.identity }),
      },
    ]
  })
}

/** Notes and the like at the end of each chapter, by the same title, are sections. */
const isApparatus = (role: MatterRole | undefined, position: string, isRepeated: boolean) =>
  role !== undefined && position === 'within' && apparatus.has(role) && isRepeated

const isNumbered = ({ label, kind, role }: Entry) =>
  kind === 'chapter' || (!role && label?.number !== undefined && (label.kind === 'chapter' || label.kind === 'number'))
const isPart = ({ label, kind }: Entry) => kind === 'part' || (kind === undefined && label?.kind === 'division')
const roleOf = ({ role, label, kind }: Entry) =>
  role ?? (kind === undefined && label?.kind === 'matter' ? label.role : undefined)

/** A page that bears the name of the book: a landing or title page. */
function isBookTitle({ title }: Entry, { upload }: Survey): boolean {
  const printed = upload.metadata.title ?? ''
  const book = comparable(printed)
  const own = comparable(title)
  return own.length > 3 && (book === own || (book.startsWith(own) && /[:–—]/.test(printed)))
}

function repeatedTitles(entries: readonly Entry[]): Set<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { title } of entries) {
    const key = comparable(title)
    if (seen.has(key)) repeated.add(key)
    seen.add(key)
  }
  return repeated
}

/** With fewer words of their own, entries with others below them only hold these together. */
const fewOwnWords = 25
/** From as many words on, what an entry without words of its own holds are chapters and not sections. */
const chapterWords = 800

class Outline {
  readonly #entries: readonly Entry[]
  readonly #survey: Survey
  readonly #parents: number[] = []
  readonly #children: number[][]
  readonly #level: number
  readonly #chain: Set<number>

  constructor(entries: readonly Entry[], survey: Survey) {
    this.#entries = entries
    this.#survey = survey
    this.#children = entries.map(() => [])
    const open: number[] = []
    for (const [index, entry] of entries.entries()) {
      while (open.length > 0 && entries[open.at(-1)!]!.depth >= entry.depth) open.pop()
      const parent = open.at(-1)
      this.#parents.push(parent ?? -1)
      if (parent !== undefined) this.#children[parent]!.push(index)
      open.push(index)
    }
    this.#chain = this.#numberedChapters()
    this.#level = this.#chapterLevel()
  }

  /** The entries that number chapters, wherever in the outline somebody put them. */
  #numberedChapters(): Set<number> {
    const named = this.#entries.some(entry => isNumbered(entry) && (entry.kind === 'chapter' || entry.label?.series))
    const numbered = this.#entries.flatMap((entry, index) =>
      isNumbered(entry) && (!named || entry.kind === 'chapter' || entry.label?.series) ? [{ entry, index }] : [],
    )
    // Numbers alone also count sections: those on the shallowest level that has several.
    if (!named) {
      const depth = this.#shallowest(numbered.map(({ index }) => index))
      return new Set(numbered.filter(({ entry }) => entry.depth === depth).map(({ index }) => index))
    }
    const words = this.#survey.words
    const bySeries = Map.groupBy(numbered, ({ entry }) => (entry.kind === 'chapter' ? '' : entry.label!.series))
    const series = [...bySeries.values()].sort((a, b) => b.length - a.length)
    const sequence = bestSequence(
      series[0]!.map(({ entry, index }) => ({
        block: entry.block,
        number: entry.label?.number ?? index + 1,
        strength: 1,
        index,
      })),
      { words, partBetween: () => true },
    )
    const members = new Set(sequence.map(({ at }) => at.index))
    const depth = mostCommon(series[0]!.map(({ entry }) => entry.depth))
    for (const { entry, index } of numbered) if (entry.depth === depth) members.add(index)
    return members
  }

  #shallowest(indexes: readonly number[]): number {
    const counts = new Map<number, number>()
    for (const index of indexes) {
      const { depth } = this.#entries[index]!
      counts.set(depth, (counts.get(depth) ?? 0) + 1)
    }
    const several = [...counts].filter(([, count]) => count > 1).map(([depth]) => depth)
    return Math.min(...(several.length > 0 ? several : counts.keys()))
  }

  #chapterLevel(): number {
    const numbered = [...this.#chain]
    if (numbered.length > 1) return mostCommon(numbered.map(index => this.#entries[index]!.depth))
    const parts = this.#entries.flatMap((entry, index) =>
      isPart(entry) && this.#children[index]!.length > 0 ? [index] : [],
    )
    if (parts.length > 0)
      return mostCommon(parts.flatMap(part => this.#children[part]!).map(child => this.#entries[child]!.depth))
    if (numbered.length === 1) return this.#entries[numbered[0]!]!.depth
    return this.#levelByShape()
  }

  #levelByShape(): number {
    const plain = this.#entries.flatMap((entry, index) => (roleOf(entry) ? [] : [index]))
    const level = this.#shallowest(plain.length > 0 ? plain : [...this.#entries.keys()])
    const holders = plain.filter(index => this.#entries[index]!.depth === level && this.#children[index]!.length > 0)
    const empty = holders.filter(index => this.#entries[index]!.empty)
    const hollow = holders.filter(index => this.#ownWords(index) < fewOwnWords)
    const lengths = hollow.flatMap(index => this.#children[index]!).map(child => this.#allWords(child))
    const long = lengths.length > 1 && lengths.sort((a, b) => a - b)[lengths.length >> 1]! >= chapterWords
    const parts = empty.length > 0 || (holders.length > 1 && hollow.length >= holders.length * 0.8 && long)
    return parts ? this.#entries[this.#children[(empty[0] ?? hollow[0])!]![0]!]!.depth : level
  }

  #end(index: number, deep: boolean): number {
    const { depth } = this.#entries[index]!
    let next = index + 1
    while (deep && next < this.#entries.length && this.#entries[next]!.depth > depth) next++
    return this.#entries[next]?.block ?? this.#survey.lines.length
  }

  #ownWords(index: number): number {
    const { block, titleBlocks } = this.#entries[index]!
    return this.#survey.words(Math.max(block, (titleBlocks.at(-1) ?? block - 1) + 1), this.#end(index, false))
  }

  #allWords(index: number): number {
    return this.#survey.words(this.#entries[index]!.block, this.#end(index, true))
  }

  place(index: number): Place {
    const entry = this.#entries[index]!
    if (isPart(entry) && this.#holdsChapters(index)) return 'part'
    if (this.#chain.has(index) || (entry.side && entry.kind !== 'part')) return 'chapter'
    if (this.#isWithinMatter(index) && !roleOf(entry)) return 'section'
    if (entry.depth > this.#level) return this.#standsAlone(index) ? 'chapter' : 'section'
    if (entry.depth === this.#level) {
      // Where headings of one level are both chapters with a number and everything else, the rest are sections.
      return this.#chain.size > 2 && !roleOf(entry) && !isPart(entry) && this.#unnumberedAtLevel() > this.#chain.size
        ? 'section'
        : 'chapter'
    }
    if (!this.#holdsChapters(index)) return 'chapter'
    return this.#holdsAll(index) && !isPart(entry) && !entry.empty ? 'book' : 'part'
  }

  /** Below an entry of which the file says it is front or back matter. */
  #isWithinMatter(index: number): boolean {
    for (let at = this.#parents[index]!; at >= 0; at = this.#parents[at]!)
      if (this.#entries[at]!.side && this.#entries[at]!.kind !== 'part') return true
    return false
  }

  /** Below a part such as "Appendices". */
  isInAppendices(index: number): boolean {
    const parent = this.#entries[this.#parents[index]!]
    return parent !== undefined && roleOf(parent) === 'appendix'
  }

  #standsAlone(index: number): boolean {
    const entry = this.#entries[index]!
    // Below a piece of matter or where a level was skipped, an entry that names a chapter is one.
    return isPart(entry) && this.#parents[index] === -1
  }

  #holdsChapters(index: number): boolean {
    return this.#children[index]!.some(
      child => this.#entries[child]!.depth <= this.#level || this.#chain.has(child) || this.#holdsChapters(child),
    )
  }

  /** The book's own title: the only entry on its level, with all others below it. */
  #holdsAll(index: number): boolean {
    const { depth } = this.#entries[index]!
    return !this.#entries.some((other, at) => at !== index && other.depth <= depth && !roleOf(other))
  }

  #others = -1
  #unnumberedAtLevel(): number {
    if (this.#others < 0) {
      const [first, last] = [Math.min(...this.#chain), Math.max(...this.#chain)]
      this.#others = this.#entries.filter((entry, at) => {
        return (
          at > first &&
          at < last &&
          entry.depth === this.#level &&
          !this.#chain.has(at) &&
          !roleOf(entry) &&
          !isPart(entry)
        )
      }).length
    }
    return this.#others
  }

  numberEvidence(numbered: readonly number[]): Map<number, Evidence[]> {
    const evidence = new Map<number, Evidence[]>()
    let before: Entry | undefined
    let beforeAt = -1
    for (const index of numbered) {
      const entry = this.#entries[index]!
      const number = entry.label?.number
      const found: Evidence[] = []
      const last = before?.label?.number
      if (number !== undefined && entry.label?.series) found.push(speaking('word', `It says “${entry.label.printed}”.`))
      if (number !== undefined && last !== undefined) {
        if (number === last + 1) found.push(speaking('running', `Its number follows on “${before!.label!.printed}”.`))
        else if (number === last) found.push(against('again', `“${before!.label!.printed}” bears the same number.`))
        else if (number > 1)
          found.push(
            against('gap', `Between “${before!.label!.printed}” and “${entry.label!.printed}” a number is missing.`),
          )
        else if (this.#parents[index] === this.#parents[beforeAt])
          found.push(
            against(
              'restart',
              `The numbers begin again after “${before!.label!.printed}”, without a part that would explain it.`,
            ),
          )
      }
      evidence.set(index, found)
      if (number !== undefined) [before, beforeAt] = [entry, index]
    }
    return evidence
  }
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0]
}
