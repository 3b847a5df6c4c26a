import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { readingMinutes } from '@octavo/manuscript'
import { sql } from 'kysely'
import type { Octavo } from '../../octavo.ts'
import { changeTypes } from '../chapters.ts'
import { namesOf } from '../people.ts'

const person = z.object({ id: z.uuid(), name: z.string().nullable() })

export const versionView = z
  .object({
    number: z.number().int(),
    label: z.string().nullable(),
    title: z.string(),
    words: z.number().int(),
    readingMinutes: z.number().int(),
    changeType: z.enum(changeTypes),
    note: z.string(),
    author: person.nullable().openapi({ description: 'Who saved it' }),
    authors: z
      .array(person)
      .openapi({ description: 'Whose words it brought: who saved it, whom it was merged with, who had suggested it' }),
    model: z.string().nullable(),
    jobId: z.uuid().nullable().openapi({ description: 'The job that made it' }),
    base: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Of a merged version: the one its author had begun from' }),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    createdAt: z.string(),
  })
  .openapi('ChapterVersion')
export const versionDetail = versionView.extend({ content: z.string() }).openapi('ChapterVersionWithText')
export type VersionView = z.infer<typeof versionView>
export type VersionDetail = z.infer<typeof versionDetail>

const listed = ['v.number', 'v.title', 'v.words', 'v.change_type', 'v.note', 'v.created_by', 'v.model'] as const

/** The versions of a chapter, autosaves that others have replaced included, without their texts. */
export function versionsOf(tx: Tx, chapterId: string) {
  return tx
    .selectFrom('library.chapter_versions as v')
    .leftJoin('library.version_labels as l', join =>
      join.onRef('l.chapter_id', '=', 'v.chapter_id').onRef('l.number', '=', 'v.number'),
    )
    .select([...listed, 'v.job_id', 'v.base', 'v.input_tokens', 'v.output_tokens', 'v.created_at', 'l.name as label'])
    .select(
      sql<string[]>`array(
        select o.created_by from library.chapter_versions o
        where o.chapter_id = v.chapter_id and o.number > v.base and o.number < v.number and o.created_by is not null
        union
        select s.created_by from library.suggestions s
        where s.chapter_id = v.chapter_id and s.accepted_version = v.number and s.created_by is not null)`.as('with'),
    )
    .where('v.chapter_id', '=', chapterId)
}

export type VersionRow = Awaited<ReturnType<ReturnType<typeof versionsOf>['executeTakeFirstOrThrow']>>

/** Rows as the API shows them, with the names of their authors. */
export async function toVersionViews(octavo: Octavo, rows: readonly VersionRow[]): Promise<VersionView[]> {
  const authorsOf = (row: VersionRow) => [...new Set([...(row.created_by ? [row.created_by] : []), ...row.with])]
  const names = await namesOf(octavo, rows.flatMap(authorsOf))
  const toPerson = (id: string) => ({ id, name: names.get(id)?.name ?? null })
  return rows.map(row => ({
    number: row.number,
    label: row.label,
    title: row.title,
    words: row.words,
    readingMinutes: readingMinutes(row.words),
    changeType: row.change_type,
    note: row.note,
    author: row.created_by ? toPerson(row.created_by) : null,
    authors: authorsOf(row).map(toPerson),
    model: row.model,
    jobId: row.job_id,
    base: row.base,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    createdAt: row.created_at.toISOString(),
  }))
}
