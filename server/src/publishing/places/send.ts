import { OctavoError } from '../../errors.ts'
import { type Manifest, manifestPath, readManifest, writeManifest } from '../files/manifest.ts'
import { nextManifest, type Plan, planChanges, type Standing, sha256 } from '../files/plan-changes.ts'
import type { PublishedBook } from '../files/published-book.ts'
import type { Store } from './store.ts'

/** What is at a place of the files of a book. Throws destination_taken, destination_refused. */
export async function lookAt(store: Store, book: Pick<PublishedBook, 'id' | 'files'>): Promise<Standing> {
  const stored = await store.read(manifestPath)
  const manifest = stored && readManifest(stored)
  if (manifest && manifest.book !== book.id) throw new OctavoError('destination_taken')
  const present = await store.marks(new Set([...book.files.keys(), ...Object.keys(manifest?.files ?? {})]))
  if (manifest) await adoptPending(store, manifest, present)
  return { present, manifest, ...(store.markOf && { markOf: store.markOf }) }
}

/** What a publish that was cut off had written already is ours, though its marks were never noted. */
async function adoptPending(store: Store, manifest: Manifest, present: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, hash] of Object.entries(manifest.pending ?? {})) {
    const mark = present.get(path)
    if (mark === undefined || manifest.files[path]?.mark === mark) continue
    const content = await store.read(path)
    if (content && sha256(content) === hash) manifest.files[path] = { ...manifest.files[path], sha256: hash, mark }
  }
}

/**
 * Brings a place to what the book is: only what changed is sent, only what is ours is deleted. First it is noted what is
 * about to be written, so that a crash leaves nothing behind that nobody owns; running again finishes it.
 */
export async function send(store: Store, book: PublishedBook): Promise<Plan> {
  const standing = await lookAt(store, book)
  const plan = planChanges(book.files, standing)
  if (plan.changes.length === 0) return plan
  const written = plan.changes.filter(({ change }) => change !== 'deleted')
  const pending = Object.fromEntries(written.map(({ path }) => [path, sha256(book.files.get(path)!)]))
  const before = standing.manifest?.files ?? {}
  await store.write(manifestPath, writeManifest({ octavo: 1, book: book.id, base: null, files: before, pending }))
  const marks = new Map<string, string>()
  for (const { path } of written) marks.set(path, await store.write(path, book.files.get(path)!))
  // After what is new: whoever reads meanwhile finds every page that is linked to.
  for (const { path, change } of plan.changes) if (change === 'deleted') await store.remove(path)
  await store.write(manifestPath, writeManifest(nextManifest(book, book.files, plan, standing, marks, null)))
  await store.finish?.()
  return plan
}
