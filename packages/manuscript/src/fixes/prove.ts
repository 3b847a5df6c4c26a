import type { Finding } from '../audit/finding.ts'
import { applyPatch } from '../patch/apply-patch.ts'
import { moveOffset } from '../patch/move.ts'
import type { Patch } from '../patch/patch.ts'
import { places } from '../places.ts'
import type { Check, Proposal } from './fix.ts'

/** What a text is before it is mended, and how much more of it may be parsed to see what comes of mending it. */
export interface Trial {
  text: string
  findings: readonly Finding[]
  check: Check
  /** Characters. Each proof parses the page once. */
  left: number
}

/** What a finding adds to the work of a proof, in characters: a page with very many is slow to parse for its length. */
const eachFinding = 100

/** Rules about fences: no fix may leave another of those. */
const fenceRules = new Set(['unclosed-fence', 'mismatched-fence', 'syntax'])

/**
 * Whether a proposal does what it says: in the text with it applied the findings are gone, and there is no new one. A
 * finding counts as old when the same rule found something on that line before, wherever the line is now. Text a fence
 * had swallowed is read again, and what is wrong with it is no news.
 */
export function provenFix(trial: Trial, proposal: Proposal, mended: readonly Finding[]): boolean {
  const cost = trial.text.length + trial.findings.length * eachFinding
  if (trial.left < cost || proposal.patch.length === 0) return false
  trial.left -= cost
  const fixed = applyPatch(trial.text, proposal.patch)
  const before = counted(trial.findings, movedLines(trial.text, fixed, proposal.patch))
  const after = counted(trial.check(fixed, proposal.renames ?? []), line => line)
  const moved = movedLines(trial.text, fixed, proposal.patch)
  const wanted = counted(mended, moved)
  for (const [key, count] of wanted) {
    if ((before.get(key) ?? 0) === 0 || (after.get(key) ?? 0) > before.get(key)! - count) return false
  }
  const firstLine = places(fixed).at(proposal.patch[0]!.start).line
  for (const [key, count] of after) {
    if (count <= (before.get(key) ?? 0)) continue
    const [rule, line] = key.split(' ') as [string, string]
    const revealed = proposal.reveals && !fenceRules.has(rule) && Number(line) >= firstLine
    if (!revealed && !proposal.leaves?.includes(rule)) return false
  }
  return true
}

/** How many findings of a rule are on a line, by rule and line. */
function counted(findings: readonly Finding[], moved: (line: number) => number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { rule, line } of findings) {
    const key = `${rule} ${moved(line)}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function movedLines(text: string, fixed: string, patch: Patch): (line: number) => number {
  const from = places(text)
  const to = places(fixed)
  const known = new Map<number, number>()
  return line => {
    const moved = known.get(line) ?? to.at(moveOffset(patch, from.lineStart(line - 1), 'right')).line
    known.set(line, moved)
    return moved
  }
}
