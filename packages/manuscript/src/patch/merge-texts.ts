import { align, type Difference, type Effort, effort } from './align.ts'
import { lineTokens, sentenceTokens } from './tokens.ts'

/** A place both sides changed in different ways. */
export interface Conflict {
  base: string
  mine: string
  theirs: string
  /** Where it stands in the merged text, `end` exclusive. */
  start: number
  end: number
}

export interface Merge {
  /** With `mine` where there is a conflict, or both between markers when they were asked for. */
  text: string
  conflicts: Conflict[]
}

/**
 * Merges two texts that both came of `base`: line by line, and sentence by sentence where both changed the same lines.
 * Never word by word: two people's words in one sentence seldom make a sentence. Both texts are wholly in the merged text
 * and its conflicts. `markers` names the sides and puts both of each conflict into the text, on lines of their own as
 * Git does; without it the text has `mine` there. Bounded as `patchBetween`.
 */
export function mergeTexts(
  base: string,
  mine: string,
  theirs: string,
  { markers }: { markers?: { mine: string; theirs: string } } = {},
): Merge {
  if (mine === theirs || base === theirs) return { text: mine, conflicts: [] }
  if (base === mine) return { text: theirs, conflicts: [] }
  const sides = { mine: endedLike(base, mine), theirs: endedLike(base, theirs) }
  const merge: Merge = { text: '', conflicts: [] }
  for (const region of regions(base, sides.mine, sides.theirs, lineTokens, effort())) {
    if (typeof region === 'string') merge.text += region
    else if (markers) addMarked(merge, region, markers)
    else addSentences(merge, region)
  }
  return merge
}

type Sides = Omit<Conflict, 'start' | 'end'>

function addSentences(merge: Merge, { base, mine, theirs }: Sides): void {
  for (const region of regions(base, mine, theirs, sentenceTokens, effort())) {
    if (typeof region === 'string') merge.text += region
    else addConflict(merge, region, region.mine)
  }
}

function addConflict(merge: Merge, sides: Sides, shown: string): void {
  const start = merge.text.length
  merge.text += shown
  merge.conflicts.push({ ...sides, start, end: merge.text.length })
}

function addMarked(merge: Merge, sides: Sides, markers: { mine: string; theirs: string }): void {
  const solved: Merge = { text: '', conflicts: [] }
  addSentences(solved, sides)
  if (solved.conflicts.length === 0) {
    merge.text += solved.text
    return
  }
  const end = /\r\n?|\n/.exec(sides.mine + sides.theirs + sides.base)?.[0] ?? '\n'
  const ended = (text: string) => (text === '' || /[\r\n]$/.test(text) ? text : text + end)
  if (merge.text !== '' && !/[\r\n]$/.test(merge.text)) merge.text += end
  addConflict(
    merge,
    sides,
    `<<<<<<< ${markers.mine}${end}${ended(sides.mine)}=======${end}${ended(sides.theirs)}>>>>>>> ${markers.theirs}${end}`,
  )
}

interface Change extends Difference {
  side: 'mine' | 'theirs'
}

/** What is merged, as text, and what is not, in order (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007). */
function* regions(
  base: string,
  mine: string,
  theirs: string,
  tokensOf: (text: string) => string[],
  spend: Effort,
): Generator<string | Sides> {
  const tokens = { base: tokensOf(base), mine: tokensOf(mine), theirs: tokensOf(theirs) }
  const by = (side: Change['side']) =>
    align(tokens.base, tokens[side], spend).map(difference => ({ ...difference, side }))
  const changes: Change[] = [...by('mine'), ...by('theirs')].sort((a, b) => a.aStart - b.aStart || a.aEnd - b.aEnd)
  const text = (side: keyof typeof tokens, start: number, end: number) => tokens[side].slice(start, end).join('')
  // How much longer each side is than the base, up to the region.
  const shift = { mine: 0, theirs: 0 }
  let at = 0
  for (let index = 0; index < changes.length; ) {
    const first = changes[index++]!
    const { aStart } = first
    let { aEnd } = first
    const group = [first]
    while (index < changes.length && meets(changes[index]!, group, aEnd)) {
      aEnd = Math.max(aEnd, changes[index]!.aEnd)
      group.push(changes[index++]!)
    }
    yield text('base', at, aStart)
    at = aEnd
    const slice = (side: Change['side']) => {
      const start = aStart + shift[side]
      for (const change of group) {
        if (change.side === side) shift[side] += change.bEnd - change.bStart - (change.aEnd - change.aStart)
      }
      return text(side, start, aEnd + shift[side])
    }
    const sides = { base: text('base', aStart, aEnd), mine: slice('mine'), theirs: slice('theirs') }
    if (group.every(({ side }) => side === first.side)) yield sides[first.side]
    else if (sides.mine === sides.theirs) yield sides.mine
    else yield sides
  }
  yield text('base', at, tokens.base.length)
}

/**
 * Whether a change belongs to what was changed before it. Changes of neighbours do not meet, but an insertion beside a
 * change of the other side does: nothing says which of the two comes first.
 */
function meets(change: Change, group: Change[], aEnd: number): boolean {
  if (change.aStart !== aEnd) return change.aStart < aEnd
  const others = group.filter(({ side, aEnd: end }) => side !== change.side && end === aEnd)
  return others.some(other => change.aStart === change.aEnd || other.aStart === other.aEnd)
}

/**
 * A side with the byte order mark and the line endings of the base, if it has other ones throughout: an editor or a form
 * in a browser changed them all, not its author.
 */
function endedLike(base: string, side: string): string {
  const bom = base.startsWith('\uFEFF') && !side.startsWith('\uFEFF') ? `\uFEFF${side}` : side
  const wanted = onlyEnding(base)
  const found = onlyEnding(side)
  return wanted && found && wanted !== found ? bom.replaceAll(found, wanted) : bom
}

/** What ends every line of a text, when it is always the same. */
function onlyEnding(text: string): string | undefined {
  const endings = new Set(text.match(/\r\n?|\n/g))
  return endings.size === 1 ? [...endings][0] : undefined
}
