import type { ParsedPage } from '../parsed-page.ts'
import { fenceFindings } from './find/fences.ts'
import { footnoteFindings } from './find/footnotes.ts'
import { emptySections, headingJumps } from './find/headings.ts'
import { imageFindings } from './find/images.ts'
import { duplicateLabels, type FirstUse, targetsOf } from './find/labels.ts'
import { parserFindings } from './find/parser.ts'
import { placeholderFindings } from './find/placeholders.ts'
import { lengthFindings } from './find/sentences.ts'
import { StyleGuide } from './find/style-words.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditOptions, BookPage } from './options.ts'
import { type Reading, readPage } from './reading.ts'
import { type Scan, scanProse } from './scan-prose.ts'
import { silence } from './silences.ts'

/** What makes a page other than its author meant: what its markup, its labels and its headings are. */
export function structuralFindings(reading: Reading): Finding[] {
  return [...parserFindings(reading), ...fenceFindings(reading), ...footnoteFindings(reading), ...headingJumps(reading)]
}

/** All that can be found in a page without the others of its book. */
export function findingsOfPage(
  reading: Reading,
  scans: readonly Scan[],
  { file, page, targetWords }: BookPage,
  options: AuditOptions,
  guide: StyleGuide,
): Finding[] {
  return [
    ...structuralFindings(reading),
    ...reading.frontMatter.problems.map(({ line, message }) =>
      finding('front-matter', reading.source.whole(line), message),
    ),
    ...emptySections(reading),
    ...imageFindings(reading, file, options),
    ...placeholderFindings(reading),
    ...lengthFindings(reading, scans),
    ...guide.find(reading),
    ...wordTarget(wordsIn(scans), targetWords),
    ...missingFeatures(page, options),
  ]
}

export const wordsIn = (scans: readonly Scan[]): number => scans.reduce((words, scan) => words + scan.words, 0)

const top = { line: 1, column: 1 }

/** Less than two thirds or more than one and a half of what was planned. */
function wordTarget(words: number, target = 0): Finding[] {
  if (target <= 0 || (words >= (target * 2) / 3 && words <= target * 1.5)) return []
  const message = `this page has ${words} words, planned were ${target}. ${words < target ? 'Write more' : 'Shorten or part it'}, or change the plan`
  return [finding('word-target', top, message)]
}

export function missingFeatures(page: ParsedPage, { requiredFeatures = [], featuresOf }: AuditOptions): Finding[] {
  if (!featuresOf || requiredFeatures.length === 0) return []
  const found = new Set(featuresOf(page).map(use => use.feature))
  return requiredFeatures
    .filter(feature => !found.has(feature))
    .map(feature =>
      finding(
        'missing-feature',
        top,
        `the book requires "${feature}" of every chapter. Add one, or require it no longer`,
      ),
    )
}

/**
 * What there is to say about one page on its own, in the order of its lines. Whether its references lead anywhere and
 * what it repeats takes `auditBook`. Comments silence findings; those are left out.
 */
export function auditPage(
  page: ParsedPage,
  options: AuditOptions & { file?: string; targetWords?: number } = {},
): Finding[] {
  const reading = readPage(page)
  const scans = reading.prose.map(run => scanProse(run))
  const { file, targetWords } = options
  const guide = new StyleGuide(options.styleWords ?? [])
  const found = [
    ...guide.invalid,
    ...findingsOfPage(reading, scans, { file: file ?? '', page, ...(targetWords && { targetWords }) }, options, guide),
    ...duplicateLabels(reading, targetsOf(reading), new Map<string, FirstUse>()),
  ]
  const { heard } = silence(found, reading.silences, new Set(options.silenced), () => false)
  return file === undefined ? heard : heard.map(one => ({ ...one, file }))
}
