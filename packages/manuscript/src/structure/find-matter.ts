import type { Boundary, Division } from './boundary.ts'
import { type Evidence, speaking } from './evidence.ts'
import { fold, type Lexicon, untitledIn } from './languages/lexicon.ts'
import { sideOf } from './matter-side.ts'
import type { PrintedContents } from './printed-contents.ts'
import type { MatterRole } from './structure.ts'
import { comparable, type Line, looksOf, type Survey } from './survey.ts'

const boundary = (
  block: number,
  kind: 'front' | 'back',
  title: string,
  evidence: Evidence[],
  role?: MatterRole,
): Boundary => ({
  block,
  level: 0,
  kind,
  ...(role && { role }),
  title,
  titleBlocks: [],
  method: 'typography',
  evidence,
})

/**
 * Adds front and back matter to chapters that were found: lines that are nothing but the name of a piece of it, before
 * the first chapter or after the last one began; printed contents; and what else stands before the first chapter, so
 * that no block is left over.
 */
export function withMatter(division: Division, survey: Survey, contents: readonly PrintedContents[]): Division {
  const known = new Set(division.boundaries.map(({ block }) => block))
  const listed = new Set<number>()
  for (const { start, end } of contents) for (let block = start; block < end; block++) listed.add(block)
  const chapters = division.boundaries.filter(({ kind }) => kind === 'chapter' || kind === 'part')
  const [first = 0, last = 0] = [chapters[0]?.block, chapters.at(-1)?.block]
  // A table of contents has named what it wants to; a document that it passes over may still be notes.
  const mayBegin = (block: number) =>
    division.method !== 'toc' || survey.lines[block]!.file !== survey.lines[block - 1]?.file
  const isTaken = (block: number) => known.has(block) || listed.has(block) || !mayBegin(block)
  const found = namedMatter(survey, first, last, isTaken)
  for (const { start, title = untitledIn(survey.upload.metadata.language).contents } of contents) {
    if (known.has(start) || (start > first && start < last)) continue
    const printed = boundary(
      start,
      start < first ? 'front' : 'back',
      title,
      [speaking('name', 'It lists what comes again in the text.')],
      'contents',
    )
    found.push({ ...printed, titleBlocks: comparable(title) === comparable(survey.lines[start]!.plain) ? [start] : [] })
  }
  const boundaries = [...division.boundaries, ...found].sort((a, b) => a.block - b.block || a.level - b.level)
  return { ...division, boundaries: withBeginning(boundaries, survey) }
}

function namedMatter(survey: Survey, first: number, last: number, isTaken: (block: number) => boolean): Boundary[] {
  const found: Boundary[] = []
  const anySetOff = survey.lines.slice(1).some(isSetOff)
  for (const line of survey.lines) {
    const { label, block } = line
    if (label?.kind !== 'matter' || isTaken(block) || (block >= first && block <= last)) continue
    const role = label.role!
    const kind = sideOf(role, block < first ? 'before' : 'after')
    // With something below it: the last line of a book is no heading.
    if (!kind || role === 'contents' || survey.words(block + 1, survey.lines.length) === 0) continue
    // Between paragraphs of the last chapter a name is a heading within it, unless it looks like the chapters' own.
    if (kind === 'back' && anySetOff && !isSetOff(line) && line.depth === undefined && !line.capitals) continue
    const evidence = [
      ...looksOf(line),
      speaking('name', `It is called “${line.plain}”.`),
      speaking('place', kind === 'front' ? 'It comes before the first chapter.' : 'It comes after the last chapter.'),
    ]
    found.push({ ...boundary(block, kind, label.title, evidence, role), titleBlocks: [block] })
  }
  return found
}

const isSetOff = ({ apart, centered, size }: Line) => apart || centered || size >= 1.15

/** What stands before everything found, as front matter; but what has no words belongs to what follows. */
function withBeginning(boundaries: readonly Boundary[], survey: Survey): Boundary[] {
  const [first] = boundaries
  if (!first || first.block === 0) return [...boundaries]
  if (
    survey.words(0, first.block) === 0 &&
    !survey.upload.blocks.slice(0, first.block).some(({ text }) => text.includes('!['))
  ) {
    // A part without words of its own begins where its first chapter does.
    return boundaries.map(other => (other.block === first.block ? { ...other, block: 0 } : other))
  }
  return [beginning(survey, first.block), ...boundaries]
}

const longestNote = 60

function beginning(survey: Survey, end: number): Boundary {
  const lines = survey.lines.slice(0, end)
  const text = lines.map(({ plain }) => plain).join('\n')
  const names = untitledIn(survey.upload.metadata.language)
  const rest = speaking('rest', 'It stands before the first chapter and has no title.')
  const title = comparable(survey.upload.metadata.title ?? '')
  if (/©|\bcopyright\b|\bisbn\b|all rights reserved|alle rechte vorbehalten|tous droits réservés/i.test(text))
    return boundary(
      0,
      'front',
      names.copyright,
      [rest, speaking('name', 'It speaks of rights or has an ISBN.')],
      'copyright',
    )
  if (isDedication(lines, survey.words(0, end), survey.lexicons))
    return boundary(
      0,
      'front',
      names.dedication,
      [rest, speaking('style', 'It is a short address or letter to somebody.')],
      'dedication',
    )
  if (
    title !== '' &&
    survey.words(0, end) <= longestNote &&
    lines.some(({ plain }) => comparable(plain).startsWith(title))
  )
    return boundary(
      0,
      'front',
      names.titlepage,
      [rest, speaking('name', 'It bears the title of the book.')],
      'titlepage',
    )
  return boundary(0, 'front', names.front, [rest])
}

const longestLetter = 400
const longestDedication = 40

/** A line or two for somebody, or a letter with a salutation. */
function isDedication(lines: readonly Line[], words: number, lexicons: readonly Lexicon[]): boolean {
  const spoken = lines.filter(line => line.words > 0)
  const first = fold(spoken[0]?.plain ?? '')
  const begins = (word: string) =>
    first.startsWith(word) && !/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(first.slice(word.length))
  if (/[,:!，：]$/.test(first) && lexicons.some(({ salutations }) => salutations.some(begins)))
    return words <= longestLetter
  if (words > longestDedication || spoken.length > 4) return false
  // A word of one or two letters says so in its own language only: "A Novel" is for nobody.
  const known = lexicons.length <= 2
  return (
    lexicons.some(({ address }) => address.some(word => (known || word.length > 2 || word === 'to') && begins(word))) ||
    /に捧ぐ|へ$/.test(first)
  )
}
