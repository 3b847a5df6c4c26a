import { normalizeLabel } from 'myst-common'
import type { Label } from '../../page.ts'
import { type Finding, finding } from '../finding.ts'
import type { Reading } from '../reading.ts'

/** The labels of a page in the order of its lines, the one of its front matter first; one given twice is there twice. */
export function targetsOf(reading: Reading): Label[] {
  const { label } = reading.frontMatter
  const own = label === undefined ? [] : [{ label: label.text, line: label.line }]
  return [...own, ...reading.labelled.map(({ node, line }) => ({ label: String(node.label), line }))].flatMap(
    ({ label, line }) => {
      const identifier = normalizeLabel(label)?.identifier
      return identifier ? [{ label, identifier, line }] : []
    },
  )
}

/** Where a label was given first. */
export interface FirstUse {
  line: number
  /** The page, when it is another. */
  file?: string
}

/** Labels given a second time. `first` knows those of the pages before and learns those of this one. */
export function duplicateLabels(
  { source }: Reading,
  targets: readonly Label[],
  first: Map<string, FirstUse>,
  file?: string,
): Finding[] {
  return targets.flatMap(({ label, identifier, line }) => {
    const before = first.get(identifier)
    if (before === undefined) {
      first.set(identifier, { line, ...(file !== undefined && { file }) })
      return []
    }
    const where = before.file === file ? `on line ${before.line}` : `in ${before.file}, line ${before.line}`
    const message = `the label "${label}" already stands ${where}. Give one of them another name`
    return [finding('duplicate-label', source.spot(line, label), message)]
  })
}
