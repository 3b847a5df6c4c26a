import type { Finding } from '../audit/finding.ts'
import { parsePage } from '../parsed-page.ts'
import { applyPatch } from '../patch/apply-patch.ts'
import type { Hunk } from '../patch/patch.ts'
import { checkText, type Fix, type FixContext, type Proposal, type Rename } from './fix.ts'
import { asFix, mostParsed, offerFixes, proposalsFor } from './fixes-for.ts'
import { provenFix, type Trial } from './prove.ts'

/** A page mended as far as it can be without a model. */
export interface FixedPage {
  text: string
  /** In the order they were applied; each patch is of the text the one before left. */
  fixes: Fix[]
  /** What is left to a person or a model. */
  left: readonly Finding[]
}

/** Rounds of fixes: what is mended can bring to light what was hidden by it. */
const mostRounds = 20

/**
 * Applies every mechanical fix until there is none any more, or none that works. Fixes of one round are proven together
 * and taken apart when they do not go together, so a page with a thousand findings is not parsed a thousand times.
 * `rules` names those to mend; all when left out.
 */
export function fixAll(text: string, context: FixContext = {}, rules?: readonly string[]): FixedPage {
  const check = context.check ?? checkText
  const fixes: Fix[] = []
  const renames: Rename[] = []
  const trial: Trial = {
    text,
    findings: [],
    check: (text, more) => check(text, [...renames, ...more]),
    left: mostParsed,
  }
  for (let round = 0; round < mostRounds; round++) {
    trial.findings = trial.check(trial.text, [])
    const wanted = trial.findings.filter(({ rule }) => !rules || rules.includes(rule))
    const found = provenTogether(trial, firstIdeas(trial.text, wanted, context))
    const better = found.length > 0 ? found : oneByOne(trial, wanted, context)
    if (better.length === 0) break
    for (const { patch, ...fix } of apart(better)) {
      trial.text = applyPatch(trial.text, patch)
      renames.push(...(fix.renames ?? []))
      fixes.push({ ...fix, patch })
    }
  }
  return { text: trial.text, fixes, left: trial.check(trial.text, []) }
}

/** The first fix that works, also when it is not the first idea. */
function oneByOne(trial: Trial, wanted: readonly Finding[], context: FixContext): Fix[] {
  return offerFixes(parsePage(trial.text), wanted, { ...context, check: trial.check })
    .take(1)
    .toArray()
}

interface Idea {
  finding: Finding
  proposal: Proposal
}

/** The first idea for each finding, without those that change what another one changes. */
function firstIdeas(text: string, findings: readonly Finding[], context: FixContext): Idea[] {
  const proposals = proposalsFor(parsePage(text), context)
  const ideas: Idea[] = []
  for (const finding of findings) {
    const [proposal] = proposals(finding)
    if (proposal && proposal.patch.length > 0) ideas.push({ finding, proposal })
  }
  ideas.sort((a, b) => a.proposal.patch[0]!.start - b.proposal.patch[0]!.start)
  let end = -1
  return ideas.filter(({ proposal }) => {
    if (proposal.patch[0]!.start <= end) return false
    end = proposal.patch.at(-1)!.end
    return true
  })
}

function provenTogether(trial: Trial, ideas: Idea[]): Fix[] {
  if (ideas.length === 0) return []
  const together: Proposal = {
    title: '',
    patch: ideas.flatMap(({ proposal }) => proposal.patch),
    renames: ideas.flatMap(({ proposal }) => proposal.renames ?? []),
    ...(ideas.some(({ proposal }) => proposal.reveals) && { reveals: true }),
    leaves: ideas.flatMap(({ proposal }) => proposal.leaves ?? []),
  }
  if (
    provenFix(
      trial,
      together,
      ideas.map(({ finding }) => finding),
    )
  ) {
    return ideas.map(({ proposal, finding }) => asFix(proposal, finding))
  }
  if (ideas.length === 1) return []
  const half = ideas.length >> 1
  const first = provenTogether(trial, ideas.slice(0, half))
  // The other half is proven against the same text; both together may not hold, so one at a time.
  return first.length > 0 ? first : provenTogether(trial, ideas.slice(half))
}

/** Fixes of one text in order, each moved to be one of the text the others before it left. */
function apart(fixes: Fix[]): Fix[] {
  let shift = 0
  return fixes.map(fix => {
    const moved = shift
    const patch = fix.patch.map((hunk: Hunk) => {
      shift += hunk.after.length - hunk.before.length
      return { ...hunk, start: hunk.start + moved, end: hunk.end + moved }
    })
    return { ...fix, patch }
  })
}
