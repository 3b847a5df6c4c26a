import { z } from '@hono/zod-openapi'
import { auditBook, imageKindOf, rules } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { allowedBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { parsedOnce } from '../quality/audit-text.ts'
import type { FindingView } from '../quality/audit-view.ts'
import { readBookAudit } from '../quality/audits.ts'
import { type PublishedBook, publishedBook } from './files/published-book.ts'
import { readSettings } from './settings.ts'

const obstacle = z
  .object({
    rule: z.string(),
    message: z.string(),
    chapterId: z.uuid().nullable(),
    file: z.string().nullable(),
    line: z.number().int().nullable(),
    column: z.number().int().nullable(),
  })
  .openapi('Obstacle')
export type Obstacle = z.infer<typeof obstacle>

export const gateView = z
  .object({
    open: z.boolean().openapi({ description: 'Whether nothing blocks' }),
    blockers: z.array(obstacle).openapi({ description: 'What stops publishing; the first 500' }),
    warnings: z.array(obstacle).openapi({ description: 'What does not; the first 500' }),
  })
  .openapi('Gate')
export type Gate = z.infer<typeof gateView>

const mostObstacles = 500
/** Not an error of the text, but readers of what is published would run into it. */
const alsoBlocks = new Set(['dead-link'])
/** What can only be seen in the files as they go out. */
const ofFiles = ['missing-image', 'misnamed-image', 'broken-link'] as const

/**
 * What stands in the way of publishing a book: errors of its audit, links and images that lead nowhere, and chapters
 * nobody approved where the book asks for it. Throws not_found, forbidden.
 */
export async function readGate(octavo: Octavo, caller: Caller, bookId: string): Promise<Gate> {
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId, 'export', 'viewer'))
  let book: PublishedBook
  try {
    book = await publishedBook(octavo, caller, bookId)
  } catch (error) {
    if (!(error instanceof OctavoError) || error.code !== 'book_unwritten') throw error
    return { open: false, blockers: [{ ...nowhere, rule: error.code, message: error.message }], warnings: [] }
  }
  const found = [
    ...(await ofAudit(octavo, caller, bookId)),
    ...brokenIn(book),
    ...(await ofReview(octavo, caller, bookId)),
  ]
  const blockers = found.filter(({ blocks }) => blocks).map(({ blocks: _, ...rest }) => rest)
  const warnings = found.filter(({ blocks }) => !blocks).map(({ blocks: _, ...rest }) => rest)
  return {
    open: blockers.length === 0,
    blockers: blockers.slice(0, mostObstacles),
    warnings: warnings.slice(0, mostObstacles),
  }
}

/**
 * Lets a book through unless something blocks that nobody passed over. Throws gate_closed, with what is in the way.
 * Passing over needs a reason; whoever publishes keeps both.
 */
export function passGate({ blockers }: Gate, despite: readonly string[]): void {
  const left = blockers.filter(({ rule }) => !despite.includes(rule))
  if (left.length === 0) return
  throw new OctavoError('gate_closed', undefined, {
    problems: left.slice(0, 50).map(({ rule, message, file, line }) => ({
      path: [rule, file, line].filter(part => part !== null).join(':'),
      message,
    })),
    extension: { blockers: left.slice(0, 50) },
  })
}

type Found = Obstacle & { blocks: boolean }
const nowhere = { chapterId: null, file: null, line: null, column: null }

async function ofAudit(octavo: Octavo, caller: Caller, bookId: string): Promise<Found[]> {
  const audit = await readBookAudit(octavo, caller, bookId)
  const blocks = ({ rule, severity }: FindingView) => severity === 'error' || alsoBlocks.has(rule)
  const whole = audit.findings.map(finding => ({ ...toObstacle(finding, null, null), blocks: blocks(finding) }))
  const chapters = audit.chapters.flatMap(({ chapterId, file, findings }) =>
    findings
      .filter(({ rule, severity }) => severity !== 'info' && !ofFiles.some(seen => seen === rule))
      .map(finding => ({ ...toObstacle(finding, chapterId, file), blocks: blocks(finding) })),
  )
  return [...whole.filter(({ blocks }) => blocks), ...chapters]
}

function toObstacle(
  { rule, message, line, column }: FindingView,
  chapterId: string | null,
  file: string | null,
): Obstacle {
  return { rule, message, chapterId, file, line, column }
}

/** Images and links of the pages as they go out, looked up among the files that go with them. */
function brokenIn({ files, chapters }: PublishedBook): Found[] {
  const pages = [...files]
    .filter(([path]) => path.endsWith('.md'))
    .map(([file, content]) => ({ file, page: parsedOnce(Buffer.from(content).toString()) }))
  const fileAt = (path: string) => {
    const content = files.get(path)
    return content && { kind: imageKindOf(content) }
  }
  return auditBook(pages, { only: ofFiles, fileAt }).pages.flatMap(({ findings, file }) =>
    findings.map(finding => ({
      ...toObstacle(finding, chapters.get(file ?? '') ?? null, file ?? null),
      blocks: rules[finding.rule].severity === 'error',
    })),
  )
}

async function ofReview(octavo: Octavo, caller: Caller, bookId: string): Promise<Found[]> {
  const { requiresApproval } = await readSettings(octavo, caller, bookId)
  const chapters = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('library.chapters')
      .select(['id', 'title', 'status', 'words'])
      .where('book_id', '=', bookId)
      .orderBy('title')
      .execute(),
  )
  return chapters.flatMap(({ id, title, status, words }): Found[] => {
    const of = { ...nowhere, chapterId: id }
    if (words === 0) {
      return [{ ...of, rule: 'chapter-empty', message: `"${title}" has no text, so it is left out.`, blocks: false }]
    }
    if (!requiresApproval || status === 'approved' || status === 'published') return []
    const message = `"${title}" is ${status}, and this book publishes only what is approved. Have it reviewed.`
    return [{ ...of, rule: 'chapter-unapproved', message, blocks: true }]
  })
}
