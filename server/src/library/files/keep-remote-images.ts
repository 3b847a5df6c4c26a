import { z } from '@hono/zod-openapi'
import { applyPatch, parsePage, readPage, renameImage } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook } from '../book-access.ts'
import { lockChapter, saveChapter } from '../chapters.ts'
import type { FetchSafelyOptions } from '../fetch-safely.ts'
import { addFile } from './add-file.ts'
import { nameOfPicture, openPicture } from './fetch-picture.ts'
import { filesIn, fileView, toFileView } from './file-view.ts'

export const keptImages = z
  .object({
    kept: z.array(z.object({ url: z.string(), file: fileView })),
    failed: z.array(z.object({ url: z.string(), reason: z.string() })),
    chapters: z.array(z.uuid()).openapi({ description: 'Those whose text was changed' }),
  })
  .openapi('KeptImages')
type KeptImages = z.infer<typeof keptImages>

/** Addresses of one request; the rest is for the next. */
const mostImages = 200
const atOnce = 4
/** How long one request may take for all of them, in milliseconds. */
const patience = 120_000

/**
 * Fetches every picture the chapters of a book show from the web into the book, each address once, and makes the chapters
 * show the files, each in one version of its own. What cannot be had stays as it was and is told with the reason.
 * Throws not_found, forbidden, book_trashed.
 */
export async function keepRemoteImages(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  options: FetchSafelyOptions = {},
): Promise<KeptImages> {
  const chapters = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    return tx.selectFrom('library.chapters').select(['id', 'content']).where('book_id', '=', bookId).execute()
  })
  const urls = [...new Set(chapters.flatMap(({ content }) => remoteImages(content)))]
  const kept: KeptImages['kept'] = []
  const failed: KeptImages['failed'] = urls
    .slice(mostImages)
    .map(url => ({ url, reason: `is one of more than ${mostImages}: ask again` }))
  const waiting = urls.slice(0, mostImages)
  const deadline = Date.now() + patience
  const work = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      if (Date.now() > deadline) failed.push({ url, reason: 'was not tried, since the others took long: ask again' })
      else await keepOne(url)
    }
  }
  const keepOne = async (url: string) => {
    try {
      kept.push({ url, file: await keepImage(octavo, caller, bookId, url, options) })
    } catch (error) {
      if (!(error instanceof OctavoError) || error.code === 'quota_exceeded') {
        // Without room for one there is none for the others.
        waiting.length = 0
        throw error
      }
      failed.push({ url, reason: error.message })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { kept, failed, chapters: await showKept(octavo, caller, chapters, kept) }
}

function remoteImages(content: string): string[] {
  const { images } = readPage(parsePage(content))
  return images.map(({ node }) => String(node.url ?? '')).filter(url => /^https?:\/\//i.test(url))
}

async function keepImage(octavo: Octavo, caller: Caller, bookId: string, url: string, options: FetchSafelyOptions) {
  const known = await octavo.database.asUser(caller, tx =>
    filesIn(tx).where('book_id', '=', bookId).where('kind', '=', 'image').where('origin', '=', url).executeTakeFirst(),
  )
  if (known) return toFileView(known)
  return openPicture(url, options, async content => {
    const wanted = { kind: 'image', name: nameOfPicture(url), origin: url } as const
    const { outcome: _, givenName: __, ...file } = await addFile(octavo, caller, bookId, wanted, content)
    return file
  })
}

/** Makes each chapter show what was kept, in the text as it is by now. The ids of those that did change. */
async function showKept(
  octavo: Octavo,
  caller: Caller,
  chapters: readonly { id: string; content: string }[],
  kept: KeptImages['kept'],
): Promise<string[]> {
  const showing = chapters.filter(({ content }) => kept.some(({ url }) => content.includes(url)))
  const changed: string[] = []
  for (const { id } of showing) {
    await octavo.database.asUser(caller, async tx => {
      const chapter = await lockChapter(tx, id)
      const content = showInstead(chapter.content, kept)
      const note = 'Pictures from the web are shown from the book'
      const saved = await saveChapter(tx, { chapterId: id, content, changeType: 'edited', note })
      if (saved.changed) changed.push(id)
    })
  }
  return changed
}

function showInstead(content: string, kept: KeptImages['kept']): string {
  const page = parsePage(content)
  const patch = kept.flatMap(({ url, file }) => renameImage(page, url, file.name, 'Shown from the book'))
  return applyPatch(
    content,
    patch.toSorted((a, b) => a.start - b.start),
  )
}
