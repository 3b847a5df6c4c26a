import type { Boundary, Division } from './boundary.ts'
import { type Evidence, speaking } from './evidence.ts'
import { untitledIn } from './languages/lexicon.ts'
import { sideOf } from './outline-levels.ts'
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
  const found =
    division.method === 'toc' ? [] : namedMatter(survey, first, last, block => known.has(block) || listed.has(block))
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
  for (const line of survey.lines) {
    const { label, block } = line
    if (label?.kind !== 'matter' || isTaken(block) || (block >= first && block <= last)) continue
    const role = label.role!
    const kind = sideOf(role, block < first ? 'before' : 'after')
    // With something below it: the last line of a book is no heading.
    if (!kind || role === 'contents' || survey.words(block + 1, survey.lines.length) === 0) continue
    if (kind === 'back' && !standsOut(line, survey)) continue
    const evidence = [
      ...looksOf(line),
      speaking('name', `It is called “${line.plain}”.`),
      speaking('place', kind === 'front' ? 'It comes before the first chapter.' : 'It comes after the last chapter.'),
    ]
    found.push({ ...boundary(block, kind, label.title, evidence, role), titleBlocks: [block] })
  }
  return found
}

/** A name between paragraphs of the last chapter is a heading within it, unless it looks like the chapters' own. */
function standsOut(line: Line, { lines }: Survey): boolean {
  const looks = line.depth !== undefined || line.apart || line.centered || line.capitals || line.size >= 1.15
  const anyLooks = lines.slice(1).some(other => other.apart || other.centered || other.size >= 1.15)
  return looks || !anyLooks
}

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
  if (isDedication(lines, survey.words(0, end)))
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

const address =
  /^(?:my |to my |to the |to |for |für |meinen? |in memory|in memoriam|dedicated|à |pour |en mémoire|a |para |al |alla |per |voor |aan |dla |till |för |посвящается|памяти |献给|獻給|へ)/i
const salutation =
  /^(?:my |mein |meine |mon |ma |mi |mio |mia |meu |minha |mijn |mój |moja |min |мой |моя )?(?:dear|lieber|liebe|cher|chère|querid[oa]|car[oa]|beste|drog[ia]|kära?|käre|дорогой|дорогая|милый)\b.*[,:!]$/iu
const longestLetter = 400

/** A line or two for somebody, or a letter with a salutation. */
function isDedication(lines: readonly Line[], words: number): boolean {
  const spoken = lines.filter(line => line.words > 0)
  const [first] = spoken
  if (!first) return false
  if (salutation.test(first.plain)) return words <= longestLetter
  return words <= 40 && spoken.length <= 4 && (address.test(first.plain) || /に捧ぐ|へ$/.test(first.plain))
}
