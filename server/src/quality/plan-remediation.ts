import type { Tx } from '@octavo/database'
import { applyPatch, type Finding, findFeature, numberedBlocks, places } from '@octavo/manuscript'
import type { Octavo } from '../octavo.ts'
import { type AuditedBook, auditText } from './audit-text.ts'
import { type BookText, readBookText } from './book-text.ts'
import { inactiveFeatures } from './feature-catalogue.ts'
import { mechanicalFixes } from './fixes.ts'
import type { StoredHunk, StoredOutcome } from './remediation-view.ts'
import type { Wish } from './wishes.ts'

/** The most findings of a chapter that are given to a model in one remediation. */
const mostFindings = 20

/** What a remediation was asked for; null: whatever is missing, whatever can be mended. */
export interface Wanted {
  features: string[] | null
  findings: string[] | null
}

/**
 * Begins a remediation: puts in every mechanical fix that is wanted, and says what is to be asked of a model. What is
 * there already, or cannot be had here, is an outcome at once. Run again it changes nothing.
 */
export async function planRemediation(octavo: Octavo, remediationId: string): Promise<Wish[]> {
  const { row, book, inactive, wanted } = await octavo.database.asService('read what a remediation is to mend', tx =>
    readPlan(tx, remediationId),
  )
  if (row.kind === 'revise') return [{ key: 'revision', kind: 'revision', name: row.action! }]
  const audited = await auditText(book)
  const chapter = audited.chapters.find(({ text }) => text.chapterId === row.chapter_id)
  if (!chapter) return []
  const fixes = mechanicalFixes(book, chapter.text.content, wanted.findings)
  const features = featureWishes(chapter, book, inactive, wanted.features)
  const findings = findingWishes(chapter, fixes, wanted.findings)
  await octavo.database.asService('propose mechanical fixes', tx =>
    tx
      .updateTable('quality.remediations')
      .set({ hunks: JSON.stringify(fixes), outcomes: JSON.stringify(features.outcomes) })
      .where('id', '=', remediationId)
      // What a model has added since is not thrown away when this runs again.
      .where('outcomes', '=', '[]')
      .execute(),
  )
  return [...findings, ...features.wishes]
}

async function readPlan(tx: Tx, remediationId: string) {
  const row = await tx
    .selectFrom('quality.remediations as r')
    .leftJoin('generation.generations as g', 'g.id', 'r.generation_id')
    .select(['r.book_id', 'r.chapter_id', 'r.kind', 'r.action', 'r.original', 'r.automatic', 'g.request'])
    .where('r.id', '=', remediationId)
    .executeTakeFirstOrThrow()
  // The rest of a book that is being written says nothing yet of this chapter.
  const text = await readBookText(tx, row.book_id, row.automatic ? row.chapter_id : undefined)
  // The chapter may have been edited since it was asked for: the hunks are about what was there then.
  const chapters = text.chapters.map(chapter =>
    chapter.chapterId === row.chapter_id ? { ...chapter, content: row.original } : chapter,
  )
  const request = row.request as Partial<Wanted> | null
  const wanted: Wanted = row.automatic
    ? { features: null, findings: null }
    : { features: request?.features ?? null, findings: request?.findings ?? null }
  return { row, book: { ...text, chapters }, inactive: await inactiveFeatures(tx), wanted }
}

type Chapter = AuditedBook['chapters'][number]

function featureWishes(
  { features, text }: Chapter,
  { required }: BookText,
  inactive: ReadonlySet<string>,
  asked: string[] | null,
): { wishes: Wish[]; outcomes: StoredOutcome[] } {
  const used = new Set(features.filter(use => use.count > 0).map(use => use.id))
  const missing = text.isMatter ? [] : required.filter(id => !used.has(id))
  const wishes: Wish[] = []
  const outcomes: StoredOutcome[] = []
  for (const name of new Set(asked ?? missing)) {
    const key = `feature-${name}`
    const outcome = (kind: StoredOutcome['outcome'], reason: string) =>
      outcomes.push({ wish: key, kind: 'feature', name, outcome: kind, reason, attempts: 0 })
    if (used.has(name)) outcome('present', 'The chapter uses it already.')
    else if (inactive.has(name)) outcome('impossible', 'This feature is switched off here.')
    else if (!findFeature(name)) outcome('impossible', `There is no feature "${name}": require another.`)
    else wishes.push({ key, kind: 'feature', name })
  }
  return { wishes, outcomes }
}

/** Findings of the named rules that no mechanical fix mends, each with the block it stands in. */
function findingWishes({ text, audit }: Chapter, fixes: readonly StoredHunk[], rules: string[] | null): Wish[] {
  const fixed = applyPatch(text.content, fixes)
  const blocks = numberedBlocks(fixed)
  const at = places(text.content)
  const wishes: Wish[] = []
  const taken = new Set<string>()
  const isFixed = (finding: Finding) => fixes.some(hunk => hunk.reason === finding.rule)
  for (const finding of audit.findings) {
    if (!rules?.includes(finding.rule) || finding.rule === 'missing-feature' || isFixed(finding)) continue
    const start = at.lineStart(finding.line - 1)
    const original = numberedBlocks(text.content).find(block => block.start <= start && start < block.end)
    const block = blocks.find(each => each.text === original?.text)
    if (!block || taken.has(block.text) || wishes.length >= mostFindings) continue
    taken.add(block.text)
    const key = `finding-${finding.rule}-${wishes.length + 1}`
    wishes.push({ key, kind: 'finding', name: finding.rule, finding: { message: finding.message, block: block.text } })
  }
  return wishes
}
