import type { Finding } from '../audit/finding.ts'
import type { ParsedPage } from '../parsed-page.ts'
import { mendAltText } from './alt-text.ts'
import { mendFences } from './fences.ts'
import { checkText, type Fix, type FixContext, type Mender, type Proposal } from './fix.ts'
import { mendFootnotes } from './footnotes.ts'
import { mendFrontMatter } from './front-matter.ts'
import { mendHeadings } from './headings.ts'
import { mendImageNames } from './image-names.ts'
import { mendLabels } from './labels.ts'
import { provenFix, type Trial } from './prove.ts'
import { sourceLines } from './source-lines.ts'

const menders: Record<string, Mender> = {
  'unclosed-fence': mendFences,
  'mismatched-fence': mendFences,
  'heading-jump': mendHeadings,
  'missing-alt': mendAltText,
  'misnamed-image': mendImageNames,
  'front-matter': mendFrontMatter,
  'duplicate-label': mendLabels,
  'duplicate-footnote': mendFootnotes,
  'undefined-footnote': mendFootnotes,
  'unused-footnote': mendFootnotes,
}

/** The rules whose findings can be mended without a model. */
export const mendableRules: readonly string[] = Object.keys(menders)

/** Characters parsed for the proofs of one page at most: a hundred times a chapter of 8,000 words. */
export const mostParsed = 5_000_000

/** The ideas for a finding of a page, the best first, none of them shown to work. */
export function proposalsFor(page: ParsedPage, context: FixContext): (finding: Finding) => Iterable<Proposal> {
  const source = sourceLines(page.text)
  const ready = new Map<Mender, ReturnType<Mender>>()
  return finding => {
    const mender = menders[finding.rule]
    if (!mender) return []
    const mend = ready.get(mender) ?? mender(page, source, context)
    ready.set(mender, mend)
    return mend(finding)
  }
}

/**
 * The mechanical fixes for findings of a page, in their order. Each was tried: with it applied the page is checked again,
 * its finding is gone and there is no new one. A fix that mends several findings comes once. Of a page with very many
 * findings only as many are tried as `mostParsed` allows.
 */
export function fixesFor(page: ParsedPage, findings: readonly Finding[], context: FixContext = {}): Fix[] {
  return [...offerFixes(page, findings, context)]
}

/** As `fixesFor`, each tried only when it is asked for. */
export function* offerFixes(
  page: ParsedPage,
  findings: readonly Finding[],
  context: FixContext = {},
): Generator<Fix, void> {
  const check = context.check ?? checkText
  const wanted = findings.filter(({ rule }) => menders[rule])
  if (wanted.length === 0) return
  const trial: Trial = { text: page.text, findings: check(page.text, []), check, left: mostParsed }
  const proposals = proposalsFor(page, context)
  const known = new Set<string>()
  for (const finding of wanted) {
    for (const proposal of proposals(finding)) {
      const key = JSON.stringify(proposal.patch.map(({ start, end, after }) => [start, end, after]))
      if (known.has(key)) break
      if (!provenFix(trial, proposal, [finding])) continue
      known.add(key)
      yield asFix(proposal, finding)
      break
    }
  }
}

export function asFix({ title, patch, renames }: Proposal, finding: Finding): Fix {
  return { rule: finding.rule, title, patch, ...(renames && { renames }), finding }
}
