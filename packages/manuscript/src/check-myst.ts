import { structuralFindings } from './audit/audit-page.ts'
import { duplicateLabels, targetsOf } from './audit/find/labels.ts'
import { byPlace, type Finding } from './audit/finding.ts'
import { readPage } from './audit/reading.ts'
import { parsePage } from './parsed-page.ts'

/**
 * What is wrong with the structure of a page of MyST, in the order of its lines: fences, directives, roles, labels,
 * footnotes and headings. A clean page gives an empty list. Nothing is silenced: this is for whoever makes pages; for
 * whoever reads them there is `auditBook`. `file` is passed on to each finding.
 */
export function checkMyst(text: string, { file }: { file?: string } = {}): Finding[] {
  const reading = readPage(parsePage(text))
  const found = [...structuralFindings(reading), ...duplicateLabels(reading, targetsOf(reading), new Map())].sort(
    byPlace,
  )
  return file === undefined ? found : found.map(one => ({ ...one, file }))
}
