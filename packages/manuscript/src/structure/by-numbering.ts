import type { Boundary, Division } from './boundary.ts'
import { against, type Evidence, speaking } from './evidence.ts'
import type { PrintedContents } from './printed-contents.ts'
import { isSentence } from './prose-line.ts'
import type { Label } from './read-label.ts'
import { bestSequence, type Numbered, type Sequenced } from './sequence.ts'
import { type Line, looksOf, type Survey } from './survey.ts'

interface Place extends Numbered {
  line: Line
  label: Label
}

/** Chapters by the numbers they bear: the best series of a word for chapter, else of numbers alone, within parts. */
export function byNumbering(survey: Survey, contents: readonly PrintedContents[]): Division | undefined {
  const groups = groupsOf(survey, contents)
  const parts = [0, 1, 2].flatMap(rank => partSequences(survey, groups, rank))
  const options = { words: survey.words, partBetween: beginningsOf(parts, survey) }
  const series = [...groups].flatMap(([key, places]) =>
    key.startsWith('chapter ') ? [bestSequence(places, options)] : [],
  )
  const named = longestApart(series.filter(sequence => sequence.length > 0))
  const chapters = named.length > 0 ? named : bareSequence(survey, groups, options)
  const chapterBetween = beginningsOf(chapters, survey)
  const end = survey.lines.length
  const holding = chapters.length > 0 ? parts.filter(sequence => holdChapters(sequence, chapterBetween, end)) : parts
  const boundaries = [...holding, ...chapters]
    .flatMap(sequence => boundariesOf(survey, sequence))
    .sort((a, b) => a.block - b.block || a.level - b.level)
  // Parts without a chapter in them are the chapters of a book that calls them so.
  if (chapters.length === 0) for (const boundary of boundaries) boundary.kind = 'chapter'
  return boundaries.length > 0 ? { method: 'numbering', boundaries } : undefined
}

/** Tells whether one of these begins between two blocks. */
function beginningsOf(parts: readonly Sequenced<Place>[][], { lines }: Survey): Options['partBetween'] {
  const begun = new Uint32Array(lines.length + 1)
  for (const { at } of parts.flat()) begun[at.block] = 1
  for (let block = 1; block < begun.length; block++) begun[block]! += begun[block - 1]!
  return (start, end) => begun[end]! > begun[start]!
}

/** Most parts hold a chapter; the parts of an exercise stand within one. */
function holdChapters(
  parts: readonly Sequenced<Place>[],
  chapterBetween: Options['partBetween'],
  end: number,
): boolean {
  const holding = parts.filter(({ at }, index) => chapterBetween(at.block, (parts[index + 1]?.at.block ?? end) - 1))
  return holding.length > parts.length / 2
}

/** Places by what numbers them, in reading order; entries of printed contents and of lists are none. */
function groupsOf(survey: Survey, contents: readonly PrintedContents[]): Map<string, Place[]> {
  const listed = new Set(
    contents.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)),
  )
  const groups = new Map<string, Place[]>()
  for (const line of survey.lines) {
    const { label } = line
    if (label?.number === undefined || label.kind === 'matter' || listed.has(line.block)) continue
    const key = groupOf(label)
    const strength = Math.min(
      1,
      looksOf(line).reduce((sum, { weight }) => sum + weight, label.series ? 0.8 : 0),
    )
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push({ block: line.block, number: label.number, strength, line, label })
  }
  for (const [key, places] of groups) groups.set(key, withoutLists(survey, places))
  return groups
}

function groupOf(label: Label): string {
  if (label.kind === 'division') return `division ${label.rank}`
  if (label.kind === 'chapter') return `chapter ${label.series}`
  // Figures alone may be page numbers, figures with a title entries of a list: they are weighed apart.
  return `number ${label.system}${label.system === 'arabic' ? (label.title === '' ? ' alone' : label.separated ? ' titled' : ' spaced') : ''}`
}

/** Fewer words than this between two numbers that run on, three times or more, make a list. */
const listWords = 12

function withoutLists({ words }: Survey, places: readonly Place[]): Place[] {
  const kept: Place[] = []
  let run: Place[] = []
  const flush = () => {
    if (run.length < 3 || run.every(({ line }) => line.depth !== undefined)) kept.push(...run)
    // Each with something below it, however short, is a draft and not a list.
    else if (
      run.every(
        ({ block, label }, at) => label.kind === 'chapter' && words(block + 1, run[at + 1]?.block ?? block + 2) > 4,
      )
    )
      kept.push(...run)
    run = []
  }
  for (const place of places) {
    const last = run.at(-1)
    const near = last && place.number === last.number + 1 && words(last.block + 1, place.block) < listWords
    if (!near) flush()
    run.push(place)
  }
  flush()
  return kept
}

type Options = Parameters<typeof bestSequence>[1]

function partSequences(survey: Survey, groups: Map<string, Place[]>, rank: number): Sequenced<Place>[][] {
  const places = groups.get(`division ${rank}`) ?? []
  const sequence = bestSequence(places, { words: survey.words, partBetween: () => rank > 0 })
  // One line in a whole book that mentions a part is no division.
  return sequence.length > 1 || sequence[0]?.at.line.depth !== undefined || sequence[0]?.at.number === 1
    ? [sequence]
    : []
}

/** The longest series, and others that lie wholly before or after it: "Letter 1" to "Letter 4", then "Chapter 1". */
function longestApart(sequences: Sequenced<Place>[][]): Sequenced<Place>[][] {
  const byLength = sequences.sort((a, b) => b.length - a.length)
  const kept: Sequenced<Place>[][] = []
  for (const sequence of byLength) {
    const [first, last] = [sequence[0]!.at.block, sequence.at(-1)!.at.block]
    const apart = kept.every(other => last < other[0]!.at.block || first > other.at(-1)!.at.block)
    if (apart && (kept.length === 0 || sequence.length > 1)) kept.push(sequence)
  }
  return kept
}

/** What numbers without a word must show to be taken for chapters: at least so many, with so many words in most. */
const proofs: [group: string, fewest: number, medianWords: number][] = [
  ['number roman', 2, 40],
  ['number words', 2, 40],
  ['number han', 2, 40],
  ['number arabic alone', 2, 60],
  ['number arabic titled', 2, 60],
  ['number arabic spaced', 3, 100],
]

function bareSequence(survey: Survey, groups: Map<string, Place[]>, options: Options): Sequenced<Place>[][] {
  let best: Sequenced<Place>[] = []
  for (const [group, fewest, medianWords] of proofs) {
    const sequence = bestSequence(groups.get(group) ?? [], options)
    if (sequence.length < Math.max(fewest, best.length + 1)) continue
    if (sequence[0]!.at.number > 3) continue
    const restarts = sequence.filter(
      ({ step, at }, index) => step === 'restart' && !options.partBetween(sequence[index - 1]!.at.block, at.block),
    )
    if (restarts.length > sequence.length / 4) continue
    const lengths = sequence.map(({ at }, index) =>
      survey.words(at.block + 1, sequence[index + 1]?.at.block ?? survey.lines.length),
    )
    if (lengths.sort((a, b) => a - b)[lengths.length >> 1]! < medianWords) continue
    const unfinished = sequence.filter(({ at }) => breaksSentence(survey, at.block))
    if (unfinished.length > sequence.length / 5) continue
    best = sequence
  }
  return best.length > 0 ? [best] : []
}

/** Whether the text above goes on below: then a number is that of a page. */
function breaksSentence({ lines }: Survey, block: number): boolean {
  let above = block - 1
  while (above >= 0 && lines[above]!.words === 0) above--
  const text = lines[above]?.plain ?? ''
  return text.length > 60 && /[\p{L}\p{N},;-]$/u.test(text)
}

/** At least this share of the numbers have a line below that could be their title, if they have titles. */
const titledShare = 0.6

function boundariesOf(survey: Survey, sequence: readonly Sequenced<Place>[]): Boundary[] {
  const untitled = sequence.filter(({ at }) => at.label.title === '')
  const below = untitled.filter(({ at }) => titleBelow(survey, at))
  const titlesBelow = below.length >= untitled.length * titledShare
  return sequence.map(({ at, step }, index) => {
    const { label, line, block } = at
    const next = sequence[index + 1]?.at.block ?? survey.lines.length
    const title = label.title === '' ? titleBelow(survey, at) : undefined
    const takes = title && (titlesBelow || title.depth !== undefined) && title.block + 1 < next
    const evidence = [...looksOf(line), ...numberEvidence(survey, sequence, index, step)]
    if (takes) evidence.push(speaking('titleBelow', `“${title.plain}” stands below it as its title.`))
    return {
      block,
      level: label.rank,
      kind: label.kind === 'division' ? 'part' : 'chapter',
      title: takes ? title.plain : label.title || label.printed,
      number: label.printed,
      titleBlocks: takes ? [block, title.block] : [block],
      method: 'numbering',
      evidence,
    }
  })
}

/** The line below a number alone, if it could be its title. */
function titleBelow({ lines }: Survey, { block, line }: Place): Line | undefined {
  const below = lines[block + 1]
  if (!below?.isTitle || below.words === 0 || below.words > 20) return undefined
  if (below.label && below.label.kind !== 'matter') return undefined
  if (below.depth === undefined && (isSentence(below.plain) || /^["“«„‘—–]/.test(below.plain))) return undefined
  // A heading's title is a heading as well, unless the file marks none but the numbers.
  return line.depth !== undefined && below.depth === undefined && below.words > 12 ? undefined : below
}

function numberEvidence(
  survey: Survey,
  sequence: readonly Sequenced<Place>[],
  index: number,
  step: Sequenced<Place>['step'],
): Evidence[] {
  const { at } = sequence[index]!
  const { label, line } = at
  const before = sequence[index - 1]?.at
  const after = sequence[index + 1]?.at
  const evidence: Evidence[] = []
  if (label.series !== '') evidence.push(speaking('word', `It says “${label.printed}”.`))
  if (label.title === '' || line.label?.separated) evidence.push(speaking('alone', 'It has a line of its own.'))
  if (step === 'next') evidence.push(speaking('running', `Its number follows on “${before!.label.printed}”.`))
  else if (at.number === 1 && after?.number === 2)
    evidence.push(speaking('first', 'It is the first, and the second follows.'))
  if (step === 'gap')
    evidence.push(against('gap', `Between “${before!.label.printed}” and “${label.printed}” a number is missing.`))
  if (step === 'again') evidence.push(against('again', `“${before!.label.printed}” bears the same number.`))
  if (step === 'restart' && !isAfterPart(survey, before!.block, at.block))
    evidence.push(
      against(
        'restart',
        `The numbers begin again after “${before!.label.printed}”, without a part that would explain it.`,
      ),
    )
  if (step === 'start' && at.number > 1) evidence.push(against('late', `The numbers begin with ${at.number}.`))
  if (!label.separated) evidence.push(against('joined', 'Nothing parts its number from what follows.'))
  if (breaksSentence(survey, at.block))
    evidence.push(against('unfinished', 'The text above it stops in the middle of a sentence.'))
  return evidence
}

function isAfterPart({ lines }: Survey, start: number, end: number): boolean {
  for (let block = end - 1; block > start; block--) if (lines[block]!.label?.kind === 'division') return true
  return false
}
