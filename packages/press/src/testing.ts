import type { BookFiles, PressBook, PressPage } from './book/press-book.ts'

/** A book for tests: pages by their text, files by their path. */
export function bookOf(
  pages: (string | Partial<PressPage>)[],
  { files = {}, ...rest }: Partial<Omit<PressBook, 'files'>> & { files?: Record<string, Uint8Array | string> } = {},
): PressBook {
  return {
    id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    title: 'Leases and Queues',
    authors: ['Ada Lovelace'],
    language: 'en',
    modified: new Date('2026-01-01T00:00:00Z'),
    numberedSections: 1,
    files: filesOf(files),
    pages: pages.map((page, at) => ({
      file: `page-${at + 1}.md`,
      kind: 'chapter',
      ...(typeof page === 'string' ? { text: page } : { text: '', ...page }),
    })),
    ...rest,
  }
}

/** Files of a book that are in memory. */
export function filesOf(files: Record<string, Uint8Array | string>): BookFiles {
  return {
    has: path => Object.hasOwn(files, path),
    async read(path) {
      const content = files[path]
      if (content === undefined) throw new RangeError(`${path} is no file of the book`)
      return typeof content === 'string' ? new TextEncoder().encode(content) : content
    },
  }
}

/** A PNG of one pixel. */
export const square = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
