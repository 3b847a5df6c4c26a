import { z } from '@hono/zod-openapi'
import { patchBetween, unified } from '@octavo/manuscript'
import type { Caller } from '../http/environment.ts'
import { allowedBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { type Destination, findDestination } from './destinations/destinations.ts'
import { planChanges } from './files/plan-changes.ts'
import { publishedBook } from './files/published-book.ts'
import { textOf } from './files/text-of.ts'
import { readBranch, repositoryOf } from './git/branch.ts'
import { openPlace } from './places/open-place.ts'
import { lookAt } from './places/send.ts'

/** Diffs of one preview, in characters; what is beyond is listed without. */
const mostDiff = 2_000_000

export const previewView = z
  .object({
    destinationId: z.uuid(),
    base: z.string().nullable().openapi({ description: 'The commit it was compared with; publish with it' }),
    changes: z.array(
      z.object({
        path: z.string(),
        change: z.enum(['added', 'modified', 'deleted']),
        diff: z.string().nullable().openapi({ description: 'Unified; null of what is no text, or too long' }),
      }),
    ),
    kept: z
      .array(z.object({ path: z.string(), reason: z.enum(['edited', 'deleted', 'foreign']) }))
      .openapi({ description: 'Left as they are: edited or deleted there since, or never of this book' }),
  })
  .openapi('PublishPreview')
export type Preview = z.infer<typeof previewView>

/**
 * What publishing would change at a destination; nothing is changed. Throws not_found, forbidden, book_unwritten, and
 * what the destination answers.
 */
export async function previewPublish(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  destinationId: string,
): Promise<Preview> {
  const destination = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'export')
    return findDestination(tx, bookId, destinationId)
  })
  const { base, changes, kept } = destination.branch
    ? await compareBranch(octavo, caller, destination, destination.branch)
    : await comparePlace(octavo, caller, destination)
  let left = mostDiff
  const shown = changes.map(({ before, after, ...change }) => {
    const diff = left > 0 ? diffOf(change.path, before, after) : null
    left -= diff?.length ?? 0
    return { ...change, diff }
  })
  return { destinationId, base, changes: shown, kept }
}

interface Compared {
  base: string | null
  changes: {
    path: string
    change: 'added' | 'modified' | 'deleted'
    before: Uint8Array | null
    after: Uint8Array | null
  }[]
  kept: Preview['kept']
}

async function compareBranch(
  octavo: Octavo,
  caller: Caller,
  destination: Destination,
  branch: string,
): Promise<Compared> {
  const book = await publishedBook(octavo, caller, destination.bookId, destination.pages ? { branch } : undefined)
  const repository = await repositoryOf(octavo, destination)
  const standing = await readBranch(octavo, repository, destination, branch)
  const plan = planChanges(book.files, standing)
  const changes: Compared['changes'] = []
  for (const change of plan.changes) {
    const blob = standing.present.get(change.path)
    const before = blob === undefined ? null : await repository.read(blob)
    changes.push({ ...change, before, after: book.files.get(change.path) ?? null })
  }
  return { base: standing.onto, changes, kept: plan.kept }
}

async function comparePlace(octavo: Octavo, caller: Caller, destination: Destination): Promise<Compared> {
  const book = await publishedBook(octavo, caller, destination.bookId)
  const place = await openPlace(octavo, destination)
  if (!place) return { base: null, changes: [], kept: [] }
  try {
    const standing = await lookAt(place, book)
    const plan = planChanges(book.files, standing)
    const changes: Compared['changes'] = []
    for (const change of plan.changes) {
      const before = (change.change !== 'added' && (await place.read(change.path))) || null
      changes.push({ ...change, before, after: book.files.get(change.path) ?? null })
    }
    return { base: null, changes, kept: plan.kept }
  } finally {
    place.close?.()
  }
}

/** As `git diff` shows it; null when either side is no text. */
function diffOf(path: string, before: Uint8Array | null, after: Uint8Array | null): string | null {
  const old = before ? textOf(before) : ''
  const text = after ? textOf(after) : ''
  if (old === undefined || text === undefined) return null
  const diff = unified(old, patchBetween(old, text), { file: path })
  if (!before) return diff.replace(/^--- .*/, '--- /dev/null')
  return after ? diff : diff.replace(/^(--- .*\n)\+\+\+ .*/, '$1+++ /dev/null')
}
