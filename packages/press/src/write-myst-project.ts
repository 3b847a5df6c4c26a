import { headingsOf } from '@octavo/manuscript/pages'
import { stringify } from 'yaml'
import type { MystBook, MystChapter } from './myst-book.ts'

/** A place in the table of contents of mystmd (myst-toc 0.1.4): a file, a file with pages below it, or a part. */
export type TocEntry = { file: string; children?: TocEntry[] } | { title: string; children: TocEntry[] }

/** A book as mystmd accepts it: each file by its path, with forward slashes, from the root of the book. */
export type MystProject = Map<string, string | Uint8Array>

/**
 * Writes the files of a book: `myst.yml`, `index.md` with the description and links to the chapters,
 * `chapters/NN-slug.md` numbered in reading order, `glossary.md`, and the assets. Pages are written as they are given.
 * The same book gives the same bytes, in the same order.
 *
 * @throws RangeError when there are no chapters, a slug could not be a file name, a part has text but no pages to hold
 * it, or the path of an asset leaves the book or is taken.
 */
export function writeMystProject(book: MystBook): MystProject {
  if (book.chapters.length === 0) throw new RangeError('a book needs at least one chapter')
  const pages = new Map<MystChapter, string>()
  number(book.chapters, pages)
  const toc: TocEntry[] = [{ file: 'index.md' }, ...book.chapters.map(chapter => tocEntry(chapter, pages))]
  if (book.glossary !== undefined) toc.push({ file: 'glossary.md' })

  const project: MystProject = new Map()
  project.set('myst.yml', config(book, toc))
  project.set('index.md', index(book, pages))
  for (const [chapter, file] of pages) project.set(file, endLine(chapter.text))
  if (book.glossary !== undefined) project.set('glossary.md', endLine(book.glossary))
  for (const [path, content] of book.assets ?? []) {
    const parts = path.split('/')
    if (/[\\\0:]/.test(path) || parts.some(part => part === '' || part === '.' || part === '..')) {
      throw new RangeError(`"${path}" is no path inside of the book. Use one such as images/queue.png`)
    }
    if (project.has(path)) throw new RangeError(`"${path}" is already a file of the book. Give the asset another path`)
    project.set(path, content)
  }
  return project
}

const isPart = (chapter: MystChapter) => chapter.children !== undefined && chapter.text.trim() === ''
const endLine = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Gives each page its file, numbered in reading order. */
function number(chapters: MystChapter[], pages: Map<MystChapter, string>): void {
  const all: MystChapter[] = []
  const collect = (level: MystChapter[]) => {
    for (const chapter of level) {
      if (!isPart(chapter)) all.push(chapter)
      collect(chapter.children ?? [])
    }
  }
  collect(chapters)
  const digits = Math.max(2, String(all.length).length)
  for (const [at, chapter] of all.entries()) {
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(chapter.slug)) {
      throw new RangeError(
        `"${chapter.slug}" cannot name a file. Use the slug that slugify gives for "${chapter.title}"`,
      )
    }
    pages.set(chapter, `chapters/${String(at + 1).padStart(digits, '0')}-${chapter.slug}.md`)
  }
}

function tocEntry(chapter: MystChapter, pages: Map<MystChapter, string>): TocEntry {
  const file = pages.get(chapter)
  const children = chapter.children?.map(child => tocEntry(child, pages)) ?? []
  if (file === undefined) return { title: oneLine(chapter.title), children }
  return children.length > 0 ? { file, children } : { file }
}

function config(book: MystBook, toc: TocEntry[]): string {
  const project = {
    title: oneLine(book.title),
    ...(book.subtitle !== undefined && { subtitle: oneLine(book.subtitle) }),
    ...(book.description !== undefined && { description: oneLine(book.description) }),
    ...(book.authors !== undefined &&
      book.authors.length > 0 && { authors: book.authors.map(name => ({ name: oneLine(name) })) }),
    ...(book.license !== undefined && { license: book.license }),
    toc,
  }
  return yaml({ version: 1, project, site: { template: 'book-theme' } })
}

// Every value in quotes: a title such as `Queues: a guide` or `1984` would otherwise be read as something else.
const yaml = (value: unknown) =>
  stringify(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })

function index(book: MystBook, pages: Map<MystChapter, string>): string {
  const front = yaml({
    title: oneLine(book.title),
    ...(book.subtitle !== undefined && { subtitle: oneLine(book.subtitle) }),
  })
  const paragraphs = (book.description ?? '')
    .split(/\n\s*\n/)
    .map(asText)
    .filter(Boolean)
  const contents = links(book.chapters, pages, '')
  if (book.glossary !== undefined) contents.push(`- [${titleOf(book.glossary)}](glossary.md)`)
  return `---\n${front}---\n\n${[...paragraphs, contents.join('\n')].join('\n\n')}\n`
}

/** The page's own title; mystmd puts it in for an empty text, but other readers of the folder would see nothing. */
function titleOf(page: string): string {
  return headingsOf(page)[0]?.text ?? ''
}

function links(chapters: MystChapter[], pages: Map<MystChapter, string>, indent: string): string[] {
  return chapters.flatMap(chapter => {
    const file = pages.get(chapter)
    const title = oneLine(chapter.title).replace(/(?<!\\)[[\]]/g, '\\$&')
    return [
      `${indent}- ${file === undefined ? title : `[${title}](${file})`}`,
      ...links(chapter.children ?? [], pages, `${indent}  `),
    ]
  })
}

/** Plain text as MyST that shows just that (CommonMark 0.31 §2.4: a backslash before any ASCII punctuation). */
function asText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>$@#|~^%]/g, '\\$&')
    .replace(/^[-+=(:]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}
