import {
  addHunk,
  addition,
  applyPatch,
  featuresOf,
  findFeature,
  type Hunk,
  numberedBlocks,
  parsePage,
  placeAddition,
  reachesOutside,
  revision,
  selectionRange,
  validateRewrite,
} from '@octavo/manuscript'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import type { Question } from '../generation/call.ts'
import type { Ground } from '../generation/questions.ts'
import { featureQuestion, revisionQuestion } from './questions.ts'
import { hunksOf, type RemediationRow, type StoredHunk, type StoredOutcome } from './remediation-view.ts'

/** One thing that is asked of a model for a chapter. `key` names it within its remediation. */
export interface Wish {
  key: string
  kind: StoredOutcome['kind']
  /** The id of a feature, a rule, or what is done to a selection. */
  name: string
  /** Of findings: what the audit says, and the block it says it of, as it stands in the original. */
  finding?: { message: string; block: string }
}

/** The row of a remediation with the chapter as it reads with the hunks so far. */
export type Subject = Pick<
  RemediationRow,
  'original' | 'hunks' | 'instructions' | 'action' | 'selection_start' | 'selection_end'
> & { page: string; toc_item_id: string }

/** The question of a wish. */
export function wishQuestion(
  ground: Ground,
  row: Subject,
  wish: Wish,
  { key, refused }: { key: string; refused: string },
): Promise<Question> {
  const subject = { tocItemId: row.toc_item_id, page: row.page, instructions: row.instructions, key, refused }
  if (wish.kind === 'feature') return featureQuestion(ground, subject, featureOf(wish))
  const part = partOf(row, wish)
  const action = wish.kind === 'finding' ? 'mend' : row.action!
  const found = wish.finding ? `What was found: ${wish.finding.message}` : ''
  const instructions = [found, subject.instructions].filter(Boolean).join('\n')
  return revisionQuestion(ground, { ...subject, instructions }, { ...part, action })
}

function featureOf(wish: Wish) {
  const feature = findFeature(wish.name)
  if (!feature) throw new OctavoError('feature_unknown')
  return feature
}

/** What a wish rewrites. Throws when an earlier hunk took the block a finding was about. */
function partOf(row: Subject, wish: Wish): { start: number; end: number } {
  if (!wish.finding) return { start: row.selection_start!, end: row.selection_end! }
  const block = numberedBlocks(row.page).find(({ text }) => text === wish.finding!.block)
  if (!block) throw new OctavoError('answer_malformed', 'Another hunk has changed the place of this finding already.')
  return { start: block.start, end: block.end }
}

/** What came of an answer: every hunk of the remediation with the new one, or why there is none. */
export type Judged = { outcome: 'made'; hunks: StoredHunk[] } | { outcome: 'impossible' | 'refused'; reason: string }

/** Reads an answer and turns it into a hunk, unless it says that it cannot be done or reaches outside of its place. */
export function judgeAnswer(answer: string, row: Subject, wish: Wish): Judged {
  const placed = wish.kind === 'feature' ? placedFeature(answer, row.page, wish) : placedRevision(answer, row, wish)
  if ('outcome' in placed) return placed
  return {
    outcome: 'made',
    hunks: addHunk(row.original, hunksOf(row), { ...placed, origin: 'model', wish: wish.key }),
  }
}

const refused = (reason: string): Judged & { outcome: 'refused' } => ({ outcome: 'refused', reason })

function placedFeature(answer: string, page: string, wish: Wish): Hunk | Exclude<Judged, { outcome: 'made' }> {
  const given = read(addition, answer)
  if (!given) return refused(malformed)
  if (given.impossible) return { outcome: 'impossible', reason: given.impossible.slice(0, 1_000) }
  const { hunk, problem } = placeAddition(page, given, wish.name)
  if (!hunk) return refused(problem)
  if (usesOf(applyPatch(page, [hunk]), wish.name) <= usesOf(page, wish.name)) {
    return refused(`It does not use the feature "${featureOf(wish).name}".`)
  }
  return hunk
}

function usesOf(page: string, feature: string): number {
  return featuresOf(parsePage(page)).filter(use => use.feature === feature).length
}

function placedRevision(answer: string, row: Subject, wish: Wish): Hunk | Exclude<Judged, { outcome: 'made' }> {
  const given = read(revision, answer)
  if (!given) return refused(malformed)
  if (given.impossible) return { outcome: 'impossible', reason: given.impossible.slice(0, 1_000) }
  const written = given.text.toWellFormed().replaceAll('\0', '').trim()
  if (written === '') return refused('The text is empty.')
  const part = partOf(row, wish)
  const hunk = row.action === 'continue' ? continued(row.page, part.end, written) : replaced(row.page, part, written)
  hunk.reason = wish.name
  const problem = lost(row.page, hunk) ?? reachesOutside(row.page, hunk)
  return problem ? refused(problem) : hunk
}

/** What a rewrite loses that others rely on, such as a label; nothing can be lost by what is put in between. */
function lost(page: string, { start, end, before, after }: Hunk): string | undefined {
  const selection = start < end ? selectionRange(page, start, end) : undefined
  if (selection?.start !== start || selection.end !== end) return undefined
  return validateRewrite(before, after, { text: page, selection })?.message
}

/** Blank space around the selection is the author's. */
function replaced(page: string, { start, end }: { start: number; end: number }, written: string): Hunk {
  const before = page.slice(start, end)
  const [, head = '', tail = ''] = /^(\s*)[\s\S]*?(\s*)$/.exec(before) ?? []
  return { start, end, before, after: head + endedAs(page, written) + (before.trim() === '' ? '' : tail), reason: '' }
}

/** Goes on in the same paragraph when the selection ends inside of one, else with a new one. */
function continued(page: string, at: number, written: string): Hunk {
  const inside = !/^[^\S\r\n]*(?:\r|\n|$)/.test(page.slice(at))
  const space = /\s$/.test(page.slice(0, at)) ? '' : inside ? ' ' : endedAs(page, '\n\n')
  const tail = inside && !/^\s/.test(page.slice(at)) ? ' ' : ''
  return { start: at, end: at, before: '', after: space + endedAs(page, written) + tail, reason: '' }
}

function endedAs(page: string, text: string): string {
  return text.replace(/\r\n?|\n/g, /\r\n|\r|\n/.exec(page)?.[0] ?? '\n')
}

const malformed = 'It is not the JSON that was asked for, or it breaks off before its end.'

function read<T>(schema: z.ZodType<T>, answer: string): T | undefined {
  try {
    return schema.parse(JSON.parse(answer))
  } catch {
    return undefined // whoever answered is told, and may answer again
  }
}
