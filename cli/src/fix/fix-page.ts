import { applyPatch, type Finding, type Fix, type FixContext, fixAll, offerFixes, parsePage } from '@octavo/manuscript'
import type { Answer } from './ask-fix.ts'

/** A check of one page; the one the whole command uses. */
export type PageCheck = NonNullable<FixContext['check']>

export interface PageMending {
  context: FixContext & { check: PageCheck }
  /** The rules to mend; all when left out. */
  rules: readonly string[] | undefined
  /** Shows a fix and decides about it. `text` is what it would be applied to. */
  decide: (fix: Fix, text: string) => Promise<Answer>
}

export interface PageOutcome {
  text: string
  fixes: Fix[]
  left: readonly Finding[]
  /** What was decided last: "all" and "quit" hold for the pages that follow. */
  answer: Answer
}

/** Mends a page fix by fix, each on the text the one before left. Nothing is asked twice. */
export async function fixPage(original: string, answer: Answer, mending: PageMending): Promise<PageOutcome> {
  const outcome: PageOutcome = { text: original, fixes: [], left: [], answer }
  const { context, rules, decide } = mending
  const refused = new Set<string>()
  while (outcome.answer !== 'quit') {
    if (outcome.answer === 'all' && refused.size === 0) {
      for (const fix of fixAll(outcome.text, { ...context, check: checkAfter(outcome, context) }, rules).fixes) {
        await decide(fix, outcome.text)
        apply(outcome, fix)
      }
      break
    }
    const next = nextFix(outcome, mending, refused)
    if (!next) break
    outcome.answer = await decide(next, outcome.text)
    if (outcome.answer === 'no') refused.add(nameOf(next))
    else if (outcome.answer !== 'quit') apply(outcome, next)
  }
  return { ...outcome, left: checkAfter(outcome, context)(outcome.text, []) }
}

function apply(outcome: PageOutcome, fix: Fix): void {
  outcome.text = applyPatch(outcome.text, fix.patch)
  outcome.fixes.push(fix)
}

function nextFix(outcome: PageOutcome, { context, rules }: PageMending, refused: Set<string>): Fix | undefined {
  const check = checkAfter(outcome, context)
  const findings = check(outcome.text, []).filter(({ rule }) => !rules || rules.includes(rule))
  return offerFixes(parsePage(outcome.text), findings, { ...context, check }).find(fix => !refused.has(nameOf(fix)))
}

/** The check, with the files renamed that the fixes so far rename. */
function checkAfter({ fixes }: PageOutcome, { check }: PageMending['context']): PageCheck {
  const renames = fixes.flatMap(fix => fix.renames ?? [])
  return (text, more) => check(text, [...renames, ...more])
}

// Lines move with what is mended above; what a fix does stays.
const nameOf = ({ rule, patch }: Fix) => JSON.stringify([rule, patch.map(({ before, after }) => [before, after])])
