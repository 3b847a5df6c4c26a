import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import { type Role, roles } from '../../identity/organization-role.ts'
import { recordAudit } from '../../system/audit.ts'

/**
 * How far a chapter is. The first three follow its text: empty, made by a model, touched by a person. The others are
 * moved to; who may do so is `library.chapter_moves()` in the database, which holds for every path to the table.
 */
export const chapterStatuses = ['draft', 'generated', 'edited', 'review', 'approved', 'published'] as const
export type ChapterStatus = (typeof chapterStatuses)[number]

export const moveView = z
  .object({
    to: z.enum(chapterStatuses),
    name: z.string().openapi({ example: 'hand in for review' }),
    needsComment: z.boolean().openapi({ description: 'Say what is to be done, as "comment"' }),
    needsVersion: z.boolean().openapi({ description: 'Say which version you have read, as If-Match' }),
  })
  .openapi('ChapterMove')
export const possibleMove = moveView
  .extend({
    roles: z.array(z.enum(roles)),
    maker: z.boolean().openapi({ description: 'Whoever made the book may as well' }),
    allowed: z.boolean().openapi({ description: 'Whether you may' }),
  })
  .openapi('PossibleChapterMove')
type MoveView = z.infer<typeof moveView>
export type PossibleMove = z.infer<typeof possibleMove>

/** The moves from the state a chapter is in, whoever may make them. */
export async function movesOf(tx: Tx, chapterId: string): Promise<PossibleMove[]> {
  const { rows } = await sql<{
    to_status: ChapterStatus
    name: string
    roles: Role[]
    maker: boolean
    needs_comment: boolean
    needs_version: boolean
    allowed: boolean
  }>`select to_status, name, roles::text[], maker, needs_comment, needs_version, allowed
     from library.moves_of(${chapterId})`.execute(tx)
  return rows.map(({ to_status, needs_comment, needs_version, ...move }) => ({
    to: to_status,
    needsComment: needs_comment,
    needsVersion: needs_version,
    ...move,
  }))
}

export function toMoveView({ to, name, needsComment, needsVersion }: MoveView): MoveView {
  return { to, name, needsComment, needsVersion }
}

export interface Move {
  to: ChapterStatus
  /** Kept with the chapter's comments. */
  comment?: string | undefined
  /** Null says "whatever is there"; undefined says nothing. */
  readVersion?: number | null | undefined
}

/** Moves worth remembering: who vouched for a text, and who put it before readers. */
const audited: Partial<Record<string, `chapter.${string}`>> = {
  'review approved': 'chapter.approved',
  'approved review': 'chapter.unapproved',
  'approved published': 'chapter.published',
  'published approved': 'chapter.unpublished',
}

/**
 * Moves a chapter to another state in the name of the transaction's person; to the one it is in, nothing happens.
 * Throws move_refused and forbidden with the moves there are, move_unexplained, version_required, and version_conflict
 * when the text has changed since it was read.
 */
export async function moveChapter(
  tx: Tx,
  chapter: { id: string; book_id: string; status: ChapterStatus; version: number },
  { to, comment, readVersion }: Move,
): Promise<void> {
  if (to === chapter.status) return
  const moves = await movesOf(tx, chapter.id)
  const open = moves.filter(move => move.to === to && move.allowed)
  if (open.length === 0) throw refusal(chapter.status, to, moves)
  if (!comment && open.every(move => move.needsComment)) throw new OctavoError('move_unexplained')
  if (readVersion === undefined && open.every(move => move.needsVersion)) throw new OctavoError('version_required')
  const read = readVersion === null ? 0 : (readVersion ?? null)
  await sql`select library.move_chapter(${chapter.id}, ${to}, ${read}, ${comment ?? null})`.execute(tx)
  const action = audited[`${chapter.status} ${to}`]
  if (!action) return
  const { organization_id } = await tx
    .selectFrom('library.books')
    .select('organization_id')
    .where('id', '=', chapter.book_id)
    .executeTakeFirstOrThrow()
  await recordAudit(tx, {
    action,
    subject: chapter.id,
    organizationId: organization_id,
    details: { bookId: chapter.book_id, version: chapter.version, ...(comment && { comment }) },
  })
}

function refusal(from: ChapterStatus, to: ChapterStatus, moves: readonly PossibleMove[]): OctavoError {
  const mine = moves.filter(move => move.allowed).map(move => `${move.name} (${move.to})`)
  const possible = mine.length > 0 ? `You may: ${mine.join(', ')}.` : 'You may not move it from here.'
  const extra = {
    extension: { moves },
    problems: moves.map(move => ({ path: `json.status.${move.to}`, message: `${move.name}: ${whoMay(move)}` })),
  }
  const others = moves.filter(move => move.to === to)
  if (others.length > 0) {
    const detail = `From "${from}" to "${to}" is for ${whoMay(others[0]!)}. ${possible}`
    return new OctavoError('forbidden', detail, extra)
  }
  const follows = ['draft', 'generated', 'edited'].includes(to) ? ` "${to}" follows from the text.` : ''
  return new OctavoError('move_refused', `There is no way from "${from}" to "${to}".${follows} ${possible}`, extra)
}

function whoMay({ roles: allowed, maker }: PossibleMove): string {
  return [...allowed, ...(maker ? ['whoever made the book'] : [])].join(', ')
}
