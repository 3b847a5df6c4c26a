import { isExternal, resolvePath } from '@octavo/manuscript/pages'
import type { CountedPage } from './count-page.ts'
import { holdingsOf } from './holdings.ts'
import type { LinkedBook } from './links.ts'
import type { PressBook, PressPage } from './press-book.ts'
import type { ReadPage } from './read-page.ts'

/** What a page is bound with that is not its own, as text to compare. */
export interface Surroundings {
  book: string
  /** What there is of the files and pictures it names. */
  files: string
}

/** Gives what each page of a book is bound with. */
export function surroundingsIn(
  { language, macros, bibliography, files }: PressBook,
  pages: readonly { counted: CountedPage }[],
  { referencesPage, remote }: LinkedBook,
): (page: { page: PressPage; read: ReadPage }) => Surroundings {
  const book = [
    JSON.stringify([language, macros, bibliography, referencesPage]),
    ...pages.map(({ counted }) => counted.facts),
  ].join('\n')
  return ({ page, read }) => {
    const found = holdingsOf(read).addresses.map(address => {
      if (isExternal(address)) return remote.get(address) ?? null
      const path = resolvePath(page.file, address.trim().replace(/[?#].*$/s, ''))
      return path !== undefined && files.has(path)
    })
    return { book, files: JSON.stringify(found) }
  }
}

export const isSame = (a: Surroundings, b: Surroundings): boolean => a.book === b.book && a.files === b.files

/** Whether a page is made of itself and of what the pages say of themselves, and of nothing else in the book. */
export function standsAlone(page: ReadPage): boolean {
  const { embeds, bibliography, index } = holdingsOf(page)
  return !embeds && !bibliography && !index
}
