import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type Anchor, locate } from '@octavo/manuscript'
import type { Octavo } from '../../octavo.ts'
import { namesOf } from '../people.ts'

/** Markdown of a person, kept as it was typed; whoever shows it escapes it. Characters are code points, as in the database. */
export const commentBody = z
  .string()
  .trim()
  .min(1)
  .refine(text => text.length <= 10_000 || [...text].length <= 10_000, 'must be at most 10,000 characters')
  .refine(text => !text.includes('\0'), 'must not hold NUL characters')
  .overwrite(text => text.toWellFormed())

const person = z.object({ id: z.uuid(), name: z.string().nullable() })

const answerView = z
  .object({
    id: z.uuid(),
    author: person.nullable(),
    body: z.string().openapi({ description: 'Markdown' }),
    editedAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi('CommentAnswer')

export const commentView = answerView
  .extend({
    bookId: z.uuid(),
    chapterId: z.uuid(),
    version: z.number().int().nullable().openapi({ description: 'The version that was read' }),
    passage: z
      .object({
        quote: z.string().openapi({ description: 'What was selected' }),
        detached: z.boolean().openapi({ description: 'It is not in the text any more' }),
        start: z.number().int().nullable().openapi({ description: 'Where it is now, in UTF-16 code units' }),
        end: z.number().int().nullable(),
        line: z.number().int().nullable(),
      })
      .nullable()
      .openapi({ description: 'Null when it is about the whole chapter' }),
    resolvedAt: z.string().nullable(),
    resolvedBy: person.nullable(),
    answers: z.array(answerView),
  })
  .openapi('Comment')
export type CommentView = z.infer<typeof commentView>

/** Comments that begin a thread. */
export function threads(tx: Tx) {
  return tx
    .selectFrom('library.comments')
    .select(['id', 'book_id', 'chapter_id', 'created_by', 'body', 'anchor', 'version'])
    .select(['resolved_at', 'resolved_by', 'edited_at', 'created_at'])
    .where('parent_id', 'is', null)
}

export type Thread = Awaited<ReturnType<ReturnType<typeof threads>['executeTakeFirstOrThrow']>>

/** What threads need to be shown: their answers, oldest first, and the texts their passages are looked for in. */
export async function around(tx: Tx, rows: readonly Thread[]) {
  if (rows.length === 0) return { answers: [], texts: new Map<string, string>() }
  const answers = await tx
    .selectFrom('library.comments')
    .select(['id', 'parent_id', 'created_by', 'body', 'edited_at', 'created_at'])
    .where('chapter_id', 'in', [...new Set(rows.map(row => row.chapter_id))])
    .where(
      'parent_id',
      'in',
      rows.map(row => row.id),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const anchored = [...new Set(rows.flatMap(row => (row.anchor ? row.chapter_id : [])))]
  const chapters =
    anchored.length === 0
      ? []
      : await tx.selectFrom('library.chapters').select(['id', 'content']).where('id', 'in', anchored).execute()
  return { answers, texts: new Map(chapters.map(chapter => [chapter.id, chapter.content])) }
}

/** Threads as the API shows them: with their answers, and their passages where they are now. */
export async function toCommentViews(
  octavo: Octavo,
  rows: readonly Thread[],
  { answers, texts }: Awaited<ReturnType<typeof around>>,
): Promise<CommentView[]> {
  const people = [...rows.flatMap(row => [row.created_by, row.resolved_by]), ...answers.map(row => row.created_by)]
  const names = await namesOf(
    octavo,
    people.flatMap(id => id ?? []),
  )
  const toPerson = (id: string | null) => (id === null ? null : { id, name: names.get(id)?.name ?? null })
  const toAnswer = (row: (typeof answers)[number] | Thread) => ({
    id: row.id,
    author: toPerson(row.created_by),
    body: row.body,
    editedAt: row.edited_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  })
  const byThread = Map.groupBy(answers, answer => answer.parent_id!)
  return rows.map(row => ({
    ...toAnswer(row),
    bookId: row.book_id,
    chapterId: row.chapter_id,
    version: row.version,
    passage: row.anchor === null ? null : passageOf(row.anchor as unknown as Anchor, texts.get(row.chapter_id) ?? ''),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: toPerson(row.resolved_by),
    answers: (byThread.get(row.id) ?? []).map(toAnswer),
  }))
}

function passageOf(anchor: Anchor, text: string): CommentView['passage'] {
  const found = locate(anchor, text)
  if (!found) return { quote: anchor.quote, detached: true, start: null, end: null, line: null }
  return { quote: anchor.quote, detached: false, ...found, line: lineAt(text, found.start) }
}

/** The line an offset is on, from 1. */
function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
