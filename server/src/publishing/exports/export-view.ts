import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { exportFormats, exportOptions } from './formats.ts'

export const exportStates = ['pending', 'processing', 'completed', 'failed', 'canceled'] as const

const logLine = z.object({ at: z.string(), text: z.string() })
export type LogLine = z.infer<typeof logLine>

export const exportView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    format: z.enum(exportFormats),
    options: exportOptions,
    jobId: z.uuid().nullable().openapi({ description: 'Watch it at /v1/jobs/{jobId}/events' }),
    state: z.enum(exportStates),
    stage: z.string(),
    done: z.number().int().openapi({ description: 'Pages and files that are finished' }),
    total: z.number().int(),
    log: z.array(logLine),
    error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
    file: z
      .object({ id: z.uuid(), name: z.string(), mediaType: z.string() })
      .nullable()
      .openapi({ description: 'Null until it is made, and when it has expired' }),
    bytes: z.number().int().nullable(),
    pages: z.number().int().nullable().openapi({ description: 'Of a PDF' }),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
  })
  .openapi('Export')
export type ExportView = z.infer<typeof exportView>

/** Exports with their files. */
export function exportsIn(tx: Tx) {
  return tx
    .selectFrom('publishing.exports as e')
    .leftJoin('library.files as f', 'f.id', 'e.file_id')
    .select(['e.id', 'e.book_id', 'e.format', 'e.options', 'e.job_id', 'e.state', 'e.stage', 'e.done', 'e.total'])
    .select(['e.log', 'e.error', 'e.bytes', 'e.pages', 'e.created_by', 'e.created_at', 'e.started_at', 'e.finished_at'])
    .select(['e.expires_at', 'f.id as file_id', 'f.name as file_name', 'f.media_type', 'f.sha256'])
}

export type ExportRow = Awaited<ReturnType<ReturnType<typeof exportsIn>['executeTakeFirstOrThrow']>>

export function toExportView(row: ExportRow): ExportView {
  const file = row.file_id && { id: row.file_id, name: row.file_name!, mediaType: row.media_type! }
  return {
    id: row.id,
    bookId: row.book_id,
    format: row.format,
    options: row.options as ExportView['options'],
    jobId: row.job_id,
    state: row.state,
    stage: row.stage,
    done: row.done,
    total: row.total,
    log: row.log as unknown as LogLine[],
    error: row.error as ExportView['error'],
    file: file || null,
    bytes: row.bytes,
    pages: row.pages,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  }
}
