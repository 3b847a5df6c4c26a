import { isExternal, parsePage, readPage, resolvePath } from '@octavo/manuscript'
import type { MystChapter, PressBook, PressPage } from '@octavo/press'
// Not through the door of the whole press: nothing is rendered here, and renderers take long to load.
import { type MystProject, writeMystProject } from '@octavo/press/myst-project'
import { fileNamed } from './file-named.ts'
import type { StoredFile } from './press-book.ts'

/** What a project is made of: a book whose files are listed by their paths. */
export type ListedBook = Omit<PressBook, 'files' | 'bibliography' | 'id' | 'modified' | 'numberedSections'> & {
  files: readonly Pick<StoredFile, 'path'>[]
}

/**
 * A book as the files of a MyST project, its texts as they are. Each file of the book is put where the pages that show it
 * look for it, and at its own path when none does; `read` gives its bytes. Throws RangeError when there is no chapter.
 */
export async function mystProject(
  book: ListedBook,
  read: (path: string) => Promise<Uint8Array>,
  tell: (done: number, total: number) => void = () => {},
): Promise<MystProject> {
  const { made, places } = layOut(book)
  const assets = new Map<string, Uint8Array>()
  let done = 0
  for (const [place, path] of places) {
    assets.set(place, await read(path))
    tell(++done, places.size)
  }
  return writeMystProject({ ...made, assets })
}

/**
 * A book as the texts of a MyST project, and where each file of the book is put beside them: its path in the project → in
 * the book. For projects that are too large to be held whole. Throws RangeError when there is no chapter.
 */
export function mystTexts(book: ListedBook): { texts: MystProject; places: ReadonlyMap<string, string> } {
  const { made, places } = layOut(book)
  return { texts: writeMystProject(made), places }
}

function layOut(book: ListedBook) {
  const glossary = book.pages.find(page => page.file === 'glossary.md')
  const pages = book.pages.filter(page => page !== glossary)
  const made = {
    title: book.title,
    language: book.language,
    authors: book.authors,
    ...(book.subtitle !== undefined && { subtitle: book.subtitle }),
    ...(book.description !== undefined && { description: book.description }),
    ...(book.rights !== undefined && { license: book.rights }),
    ...(glossary && { glossary: glossary.text }),
    chapters: pages.map(toChapter),
  }
  const taken = new Set(writeMystProject(made).keys())
  return { made, places: placesOf(book, taken) }
}

function toChapter({ file, title, text, children }: PressPage): MystChapter {
  const slug = /([^/]+)\.md$/.exec(file)![1]!.replace(/^\d+-/, '')
  return { title: title ?? slug, slug, text, ...(children && { children: children.map(toChapter) }) }
}

/** Where each file is put, and which it is: wherever a page names it, as that page spells it. */
function placesOf(book: ListedBook, taken: ReadonlySet<string>): Map<string, string> {
  const files = new Map(book.files.map(({ path }) => [path, path]))
  const places = new Map<string, string>()
  const wanted = new Set<string>()
  for (const { file, text } of flat(book.pages)) {
    if (!mentionsSome(text, files)) continue
    for (const url of addressesIn(text)) {
      const place = isExternal(url) ? undefined : resolvePath(file, url.replace(/[?#].*$/s, ''))
      const path = place === undefined ? undefined : fileNamed(files, place)
      if (place === undefined || path === undefined || taken.has(place)) continue
      places.set(place, path)
      wanted.add(path)
    }
  }
  for (const path of files.keys()) {
    // Beside the pages of a project there is no room for files of the same name.
    if (!wanted.has(path)) places.set(taken.has(path) ? `files/${path}` : path, path)
  }
  return new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const flat = (pages: readonly PressPage[]): PressPage[] => pages.flatMap(page => [page, ...flat(page.children ?? [])])

/** Whether a page can name any of the files: it need not be parsed else. */
function mentionsSome(text: string, files: ReadonlyMap<string, string>): boolean {
  return [...files.keys()].some(path => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return text.includes(name) || text.includes(encodeURI(name))
  })
}

function addressesIn(text: string): string[] {
  const { images, pointers } = readPage(parsePage(text))
  return [...images, ...pointers].map(({ node }) => String(node.url ?? '')).filter(url => url !== '')
}
