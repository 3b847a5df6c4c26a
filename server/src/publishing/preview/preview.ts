import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { bookOfChapter } from '../../library/book-access.ts'
import type { Octavo } from '../../octavo.ts'
import { readBibliography, readStoredBook, type StoredBook } from '../press-book.ts'
import { KnownTexts } from './known-texts.ts'
import { previewStyles } from './preview-style.ts'
import { previewInThread } from './preview-thread.ts'

/** Characters of a chapter: about 65,000 words, four times the longest chapter anybody reads at once. */
const longestText = 400_000

export const previewRequest = z
  .object({
    text: z.string().openapi({ description: 'The chapter as it stands in the editor, saved or not. MyST Markdown' }),
    window: z
      .string()
      .max(64)
      .default('')
      .openapi({ description: 'Names who watches: a newer request of the same window ends the older one' }),
    known: z
      .array(z.string().max(64))
      .max(20_000)
      .default([])
      .openapi({ description: 'Keys of blocks that are there already: they come without their HTML' }),
  })
  .openapi('PreviewRequest')

const html = z.string().openapi({ description: 'HTML without scripts' })

export const previewView = z
  .object({
    chapterId: z.uuid(),
    kind: z.enum(['front', 'part', 'chapter', 'back']),
    language: z.string(),
    direction: z.enum(['ltr', 'rtl']),
    numberLabel: z.string().nullable().openapi({ example: 'Chapter 3' }),
    title: html,
    subtitle: z.string().nullable(),
    blocks: z.array(
      z.object({
        line: z.number().int().openapi({ description: 'The line of the text it begins on, from 1' }),
        key: z.string().openapi({ description: 'The same for the same HTML' }),
        html: html.nullable().openapi({ description: 'null where its key is known' }),
      }),
    ),
    notes: html.openapi({ description: 'The footnotes as HTML; empty when there are none' }),
    problems: z.array(z.object({ line: z.number().int().nullable(), rule: z.string(), message: z.string() })),
    styles: z
      .object({ technical: z.string(), literary: z.string() })
      .openapi({ description: 'Addresses of the style sheets of the site’s themes' }),
  })
  .openapi('Preview')
export type PreviewView = z.infer<typeof previewView>

const texts = new KnownTexts()

/**
 * A chapter as its readers will see it, with this text in the place of what is saved. Who may read the book may see it.
 * Throws not_found, preview_too_long, preview_failed, preview_superseded.
 */
export async function previewChapter(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { text, window, known }: z.infer<typeof previewRequest>,
  signal: AbortSignal,
): Promise<PreviewView> {
  if (text.length > longestText) {
    const allowed = longestText.toLocaleString('en')
    throw new OctavoError(
      'preview_too_long',
      `It has ${text.length.toLocaleString('en')} characters, and ${allowed} can be shown. It is saved all the same; split it to see it here.`,
    )
  }
  const book = await octavo.database.asUser(caller, async tx => {
    const bookId = await bookOfChapter(tx, chapterId)
    // A book without a word has nothing to bind; a line of nothing is enough.
    return readStoredBook(tx, bookId, {
      texts: () => texts.read(tx, bookId, chapterId, text === '' ? '\n' : text),
      titled: false,
    })
  })
  const file = [...book.chapters].find(([, id]) => id === chapterId)?.[0]
  if (file === undefined) throw new OctavoError('not_found')
  const hashes = new Map(book.files.map(({ path, sha256 }) => [path, sha256]))
  const { bibliographies: _, ...pages } = book
  const bibliography = await bibliographyOf(octavo, book)
  const page = await previewInThread({
    window: `${caller.userId} ${chapterId} ${window}`,
    order: { book: { ...pages, ...(bibliography !== undefined && { bibliography }) }, file },
    read: async path => new Uint8Array(await buffer(await octavo.storage.read(hashes.get(path)!))),
    signal,
  })
  const there = new Set(known)
  return {
    chapterId,
    kind: page.kind,
    language: page.language,
    direction: page.direction,
    numberLabel: page.numberLabel ?? null,
    title: page.title,
    subtitle: page.subtitle ?? null,
    blocks: page.blocks.map(block => {
      const key = createHash('sha256').update(block.html).digest('base64url').slice(0, 16)
      return { line: block.line, key, html: there.has(key) ? null : block.html }
    }),
    notes: page.notes,
    problems: page.problems.map(({ line, rule, message }) => ({ line: line ?? null, rule, message })),
    styles: await previewStyles(),
  }
}

/** The bibliographies of the books shown last, by the hashes of their files. */
const bibliographies = new Map<string, string | undefined>()

async function bibliographyOf(octavo: Octavo, book: StoredBook): Promise<string | undefined> {
  if (book.bibliographies.length === 0) return undefined
  const key = book.bibliographies.map(({ sha256 }) => sha256).join(' ')
  if (!bibliographies.has(key)) {
    bibliographies.set(key, await readBibliography(octavo, book))
    if (bibliographies.size > 20) bibliographies.delete(bibliographies.keys().next().value!)
  }
  return bibliographies.get(key)
}
