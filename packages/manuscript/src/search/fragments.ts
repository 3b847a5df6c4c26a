import type { Passage, PassageKind, Place } from '../passage.ts'
import { type Places, places } from '../places.ts'
import { proseOf } from './prose.ts'

/** A run of blocks of a text, the unit that search finds: `source.slice(start.offset, end.offset) === text`. */
export interface Fragment {
  text: string
  /** The headings it stands under, its own included, outermost first. */
  headings: string[]
  start: Place
  end: Place
  /** What it says below its own headings, as written: code and math too. */
  body: string
  /**
   * What its meaning is read from: the title, headings, the end of the fragment before it, and its own prose. Empty where there is
   * none, as in a listing.
   */
  prose: string
}

/**
 * How long a fragment may grow before the next block begins another, in characters: about 160 English words, a paragraph
 * or two. Embedding models read more, but blur what they read.
 */
const target = 1_000
/** Blocks longer than this are cut, where a sentence or line ends if there is one. */
const longestBlock = 1_600
/** How much of the fragment before is read again, so that a thought that runs across the border is found on both sides. */
const overlap = 200

interface Unit {
  kind: PassageKind
  headings: string[]
  start: Place
  end: Place
}

/**
 * Cuts a text into fragments, in order: at headings, and between blocks. `passages` are those of `text`; `title` is what
 * it is called, which often says what a fragment alone does not.
 */
export function fragmentsOf(text: string, passages: readonly Passage[], title = ''): Fragment[] {
  const at = places(text)
  const fragments: Fragment[] = []
  let group: Unit[] = []
  let before = ''
  const flush = () => {
    if (group.length === 0) return
    const { fragment, own } = toFragment(text, group, title, before, fragments.at(-1))
    fragments.push(fragment)
    before = own
    group = []
  }
  for (const unit of passages.flatMap(passage => unitsOf(text, passage, at))) {
    const length = group.length > 0 ? unit.end.offset - group[0]!.start.offset : 0
    const beginsSection = unit.kind === 'heading' && group.some(({ kind }) => kind !== 'heading')
    if (beginsSection || length > target) flush()
    group.push(unit)
  }
  flush()
  return fragments
}

function toFragment(
  text: string,
  group: readonly Unit[],
  title: string,
  before: string,
  previous: Fragment | undefined,
) {
  const [first, last] = [group[0]!, group.at(-1)!]
  // Headings at the beginning stand above the first block after them.
  const { headings } = group.find(({ kind }) => kind !== 'heading') ?? last
  const own = group
    .filter(({ kind }) => kind !== 'heading')
    .map(unit => proseOf(unit.kind, slice(text, unit)))
    .filter(Boolean)
    .join('\n')
  const continues = previous !== undefined && previous.headings.join('\n') === headings.join('\n')
  const above = [...new Set([title, ...headings.slice(-2)])].filter(Boolean)
  const saysSomething = own !== '' || group.some(({ kind }) => kind === 'heading')
  const parts = [above.join(': '), continues ? endOf(before) : '', own]
  const prose = saysSomething ? parts.filter(Boolean).join('\n') : ''
  const fragment: Fragment = {
    text: text.slice(first.start.offset, last.end.offset),
    headings,
    start: first.start,
    end: last.end,
    body: group
      .filter(({ kind }) => kind !== 'heading')
      .map(unit => slice(text, unit))
      .join('\n'),
    prose,
  }
  return { fragment, own }
}

function slice(text: string, { start, end }: Unit): string {
  return text.slice(start.offset, end.offset)
}

/** The last sentences that fit the overlap; nothing when not even one does. */
function endOf(prose: string): string {
  const tail = prose.slice(-overlap)
  if (tail.length === prose.length) return tail
  const sentence = /[.!?。！？]["'”’)]*\s+(?=\S)/.exec(tail)
  return sentence ? tail.slice(sentence.index + sentence[0].length) : ''
}

/** A passage as it is, or in pieces when it is too long. */
function unitsOf(text: string, passage: Passage, at: Places): Unit[] {
  const { kind, headings, start, end } = passage
  if (end.offset - start.offset <= longestBlock) return [{ kind, headings, start, end }]
  const units: Unit[] = []
  let from = start.offset
  while (from < end.offset) {
    const to = end.offset - from <= longestBlock ? end.offset : from + cutAt(text.slice(from, from + target))
    units.push({ kind, headings, start: at.at(from), end: at.at(to) })
    from = to
  }
  return units
}

/** Where to cut a piece off: after its last line, else its last sentence, else its last blank; never inside a character. */
function cutAt(piece: string): number {
  const least = piece.length / 2
  for (const border of [/\n/g, /[.!?]\s|[。！？]/g, /\s/g]) {
    const last = [...piece.matchAll(border)].at(-1)
    if (last && last.index + last[0].length > least) return last.index + last[0].length
  }
  const inPair = /[\uD800-\uDBFF]$/.test(piece)
  return inPair ? piece.length - 1 : piece.length
}
