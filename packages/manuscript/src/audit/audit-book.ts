import { findingsOfPage, wordsIn } from './audit-page.ts'
import { BookIndex } from './book-index.ts'
import { Abbreviations } from './find/abbreviations.ts'
import { duplicateLabels, type FirstUse, targetsOf } from './find/labels.ts'
import { pointerFindings } from './find/pointers.ts'
import { RepeatedSentences } from './find/sentences.ts'
import { StyleGuide } from './find/style-words.ts'
import { type Finding, finding } from './finding.ts'
import type { AuditOptions, BookPage } from './options.ts'
import { readPage } from './reading.ts'
import type { RuleId } from './rules.ts'
import { SeenWords, scanProse } from './scan-prose.ts'
import { type Counts, countsOf, type Judged, scoreOf } from './score.ts'
import { silence } from './silences.ts'

interface Audit extends Judged {
  findings: Finding[]
  /** How many findings of each rule are silenced. */
  silenced: Partial<Record<RuleId, number>>
  /** 0 to 100; see `scoreOf`. */
  score: number
}

export interface PageAudit extends Audit {
  file: string
}

export interface BookAudit extends Audit {
  pages: PageAudit[]
  /** Those that are about no page. */
  findings: Finding[]
}

/**
 * Audits a book: each page on its own, and what they refer to and repeat among each other. Reads each tree once; takes
 * time in proportion to the length of the book, and a small part of that for parsing it.
 */
export function auditBook(pages: readonly BookPage[], options: AuditOptions = {}): BookAudit {
  const seen = new SeenWords()
  const read = pages.map(page => {
    const reading = readPage(page.page)
    const scans = reading.prose.map(run => scanProse(run, seen))
    return { ...page, reading, scans, labels: targetsOf(reading) }
  })
  const book = new BookIndex(read, options)
  const guide = new StyleGuide(options.styleWords ?? [])
  const abbreviations = new Abbreviations(options.abbreviations)
  for (const { reading, scans, file } of read) abbreviations.read(reading, scans, file)
  const unexplained = abbreviations.findings(seen)
  const repeated = new RepeatedSentences()
  const firstLabels = new Map<string, FirstUse>()
  const everywhere = new Set(options.silenced)
  const only = options.only && new Set(options.only)
  const isWanted = ({ rule }: Finding) => !only || only.has(rule)
  const audits = read.map(page => {
    const { reading, scans, file, labels } = page
    const found = [
      ...findingsOfPage(reading, scans, page, options, guide),
      ...pointerFindings(reading, file, book, options),
      ...duplicateLabels(reading, labels, firstLabels, file),
      ...repeated.find(reading, scans, file),
      ...(unexplained.get(file) ?? []),
    ].filter(isWanted)
    const { heard, silenced } = silence(found, reading.silences, everywhere, rule => isActive(rule, options))
    const findings = heard.map(one => ({ ...one, file }))
    const wanted = options.featuresOf ? (options.requiredFeatures?.length ?? 0) : 0
    const missing = found.filter(({ rule }) => rule === 'missing-feature').length
    return judge({ findings, silenced, words: wordsIn(scans), features: { wanted, found: wanted - missing }, file })
  })
  return judgeBook(audits, [...(options.found ?? []), ...guide.invalid].filter(isWanted), everywhere, options)
}

/** Rules that find nothing when the audit was not told what they need. */
function isActive(rule: RuleId, options: AuditOptions): boolean {
  if (options.only && !options.only.includes(rule)) return false
  switch (rule) {
    case 'dead-link':
      return options.deadLinks !== undefined
    case 'broken-citation':
      return options.citations !== undefined
    case 'missing-image':
    case 'misnamed-image':
    case 'broken-link':
      return options.fileAt !== undefined
    case 'missing-feature':
      return options.featuresOf !== undefined && (options.requiredFeatures ?? []).length > 0
    case 'style-word':
    case 'regex-invalid':
      return (options.styleWords ?? []).length > 0
    default:
      return rule !== 'word-target'
  }
}

function judge<Found extends Omit<PageAudit, 'score' | 'counts'>>(
  audit: Found,
): Found & { counts: Counts; score: number } {
  const counts = countsOf(audit.findings)
  return { ...audit, counts, score: scoreOf({ ...audit, counts }) }
}

/** The book as one page that holds all others: its score is that of the sums. */
function judgeBook(
  pages: PageAudit[],
  found: readonly Finding[],
  everywhere: ReadonlySet<RuleId>,
  options: AuditOptions,
): BookAudit {
  const { heard: findings, silenced } = silence(found, [], everywhere, () => true)
  const words = pages.reduce((sum, page) => sum + page.words, 0)
  const features = {
    wanted: pages.reduce((sum, page) => sum + page.features.wanted, 0),
    found: pages.reduce((sum, page) => sum + page.features.found, 0),
  }
  for (const page of pages)
    for (const [rule, count] of Object.entries(page.silenced) as [RuleId, number][])
      silenced[rule] = (silenced[rule] ?? 0) + count
  for (const rule of everywhere) {
    if (silenced[rule] || rule === 'unused-silence' || !isActive(rule, options) || everywhere.has('unused-silence'))
      continue
    const message = `"${rule}" is silenced for the book and finds nothing in it. Silence it no longer`
    findings.push(finding('unused-silence', { line: 1, column: 1 }, message))
  }
  const counts = countsOf(findings)
  for (const page of pages) {
    counts.error += page.counts.error
    counts.warning += page.counts.warning
    counts.info += page.counts.info
  }
  return { pages, findings, silenced, words, features, counts, score: scoreOf({ words, counts, features }) }
}
