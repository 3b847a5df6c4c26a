import type { Finding } from '../audit/finding.ts'
import type { Hunk } from '../patch/patch.ts'
import { fenceMarks, type Mark, spelled } from './fence-marks.ts'
import type { Mender, Proposal } from './fix.ts'
import { type Fence, type FenceReading, readFences } from './read-fences.ts'
import { removeLines, replace, type SourceLines } from './source-lines.ts'

/** What is to be done about one fence of the page itself and all in it. Lines from 0. */
interface Repair {
  from: number
  to: number
  hunks: Hunk[]
  titles: string[]
}

/** Mends fences that are not closed, closed with another mark, or no longer than one inside of them. */
export const mendFences: Mender = (_page, source) => {
  let repairs: Repair[] | undefined
  return function* (finding: Finding): Iterable<Proposal> {
    repairs ??= repairsOf(source, finding.rule)
    const line = finding.line - 1
    const here = repairs.filter(({ from, to }) => from <= line && line <= to)
    if (here.length > 0) yield proposal(here)
    // A mistake further up can be the cause of one down here.
    if (repairs.length > here.length) yield proposal(repairs)
  }
}

function proposal(repairs: Repair[]): Proposal {
  const titles = repairs.flatMap(({ titles }) => titles)
  const more = titles.length > 2 ? `, and ${titles.length - 2} more` : ''
  return {
    title: titles.slice(0, 2).join('; ') + more,
    patch: repairs.flatMap(({ hunks }) => hunks).sort((a, b) => a.start - b.start || a.end - b.end),
    reveals: true,
  }
}

function repairsOf(source: SourceLines, reason: string): Repair[] {
  const reading = readFences(source, fenceMarks(source))
  if (!reading) return []
  return [...reading.roots.map(root => repair(source, root, reason)), ...strayRepairs(source, reading, reason)]
    .filter(({ hunks }) => hunks.length > 0)
    .sort((a, b) => a.from - b.from)
}

function strayRepairs(source: SourceLines, { strays }: FenceReading, reason: string): Repair[] {
  return strays.map(({ line, ...mark }) => ({
    from: line,
    to: line,
    hunks: [removeLines(source, line, line + 1, reason)],
    titles: [`Remove ${spelled(mark)} on line ${line + 1}, which closes nothing`],
  }))
}

function repair(source: SourceLines, root: Fence, reason: string): Repair {
  const found: Repair = { from: root.open.line, to: endLine(root), hunks: [], titles: [] }
  const ends = new Map<number, string[]>()
  const mend = (fence: Fence, siblings: Fence[], parent?: Fence): Longest => {
    const longest: Longest = new Map()
    for (const child of fence.children) {
      for (const [char, length] of mend(child, fence.children, fence)) raise(longest, char, length)
    }
    for (const { char, length } of fence.inner) raise(longest, char, length)
    const { open, close } = fence
    const mark = meant(fence, siblings, parent)
    const inside = longest.get(mark.char) ?? 0
    // Between fences of one kind the outer has to be the longer one.
    const length = Math.max(mark.length, inside >= mark.length ? inside + 1 : 0)
    const wanted = { char: mark.char, length }
    if (spelled(open) !== spelled(wanted)) {
      found.titles.push(`Open ${described(open)} with ${spelled(wanted)}`)
      found.hunks.push(replace(source, open.start, open.start + open.length, spelled(wanted), reason))
    }
    if (!close) {
      const line = fence.endsAfter!
      found.titles.push(`Close ${described(open)} after line ${line + 1}`)
      const prefix = open.prefix.replace(/[^\s>]/g, ' ')
      ends.set(line, [...(ends.get(line) ?? []), prefix + spelled(wanted)])
    } else if (close.char !== wanted.char || close.length < length) {
      if (spelled(open) === spelled(wanted)) found.titles.push(`Close ${described(open)} with ${spelled(wanted)}`)
      found.hunks.push(replace(source, close.start, close.start + close.length, spelled(wanted), reason))
    }
    raise(longest, wanted.char, Math.max(length, close?.char === wanted.char ? close.length : 0))
    return longest
  }
  mend(root, [root])
  for (const [line, marks] of ends) {
    const { end } = source.lines[line]!
    found.hunks.push(replace(source, end, end, marks.map(mark => source.ending + mark).join(''), reason))
  }
  return found
}

/** The longest mark of each character. */
type Longest = Map<string, number>

function raise(longest: Longest, char: string, length: number): void {
  longest.set(char, Math.max(longest.get(char) ?? 0, length))
}

function endLine(fence: Fence): number {
  return fence.close?.line ?? fence.endsAfter ?? fence.open.line
}

const described = ({ info, line, ...mark }: Mark) => `${spelled(mark)}${info.slice(0, 40)} on line ${line + 1}`

/**
 * With which mark a fence was meant to be made when it opens with one and closes with another: with the one its
 * neighbours have, and by default the one it opens with.
 */
function meant({ open, close, children, verbatim }: Fence, siblings: Fence[], parent: Fence | undefined): Mark {
  if (!close || close.char === open.char || (verbatim && close.char === ':')) return open
  let votes = 0
  for (const fence of [...(parent ? [parent] : []), ...siblings, ...children]) {
    if (fence.open === open) continue
    if (fence.open.char === open.char) votes++
    else if (fence.open.char === close.char) votes--
  }
  return votes < 0 ? close : open
}
