import type { Answer } from '@octavo/server/client'
import type { api } from '../../api/client.ts'
import type { Command } from '../../app/commands.tsx'
import type { IconName } from '../../components/icon.tsx'
import type { Book, Outline } from '../book.ts'
import type { Mark } from './marked.tsx'

/** A place in a book that the palette leads to. */
export type Place =
  | { kind: 'book'; bookId: string }
  | { kind: 'source'; bookId: string }
  | { kind: 'chapter'; bookId: string; chapterId: string; line?: number }

/** One line of the palette. */
export interface Entry {
  key: string
  icon: IconName
  text: string
  marks: readonly Mark[]
  fact?: string
  keys?: string
  /** Words of a book or its name: set in the face of books. */
  own: boolean
  act: Place | (() => void)
}

export type Found = Answer<Awaited<ReturnType<(typeof api)['v1']['search']['$get']>>>['items'][number]

/** Where the words of a query stand in a text, in any case; undefined unless it has all of them. */
export function marksOf(text: string, query: string): Mark[] | undefined {
  const lower = text.toLocaleLowerCase()
  const marks: Mark[] = []
  for (const word of query.toLocaleLowerCase().split(/\s+/).filter(Boolean)) {
    const start = lower.indexOf(word)
    if (start < 0) return undefined
    marks.push({ start, end: start + word.length })
  }
  return marks.sort((one, other) => one.start - other.start)
}

export function entryOfBook(book: Book, query: string): Entry {
  return {
    key: `book ${book.id}`,
    icon: 'book',
    text: book.title,
    marks: marksOf(book.title, query) ?? [],
    own: true,
    act: { kind: 'book', bookId: book.id },
  }
}

type Item = Outline['items'][number]

/** The chapters of a book whose titles have the words, in order; numbered as they are read. */
export function chapterEntries(bookId: string, outline: Outline, query: string): Entry[] {
  let number = 0
  const inside = (items: readonly Item[]): Entry[] =>
    items.flatMap(item => {
      const mark = item.kind === 'chapter' ? `${++number} ` : ''
      const text = `${mark}${item.title}`
      const marks = marksOf(text, query)
      const here: Entry[] =
        item.chapter && marks
          ? [
              {
                key: `chapter ${item.chapter.id}`,
                icon: 'notes',
                text,
                marks,
                fact: 'chapter',
                own: true,
                act: { kind: 'chapter', bookId, chapterId: item.chapter.id },
              },
            ]
          : []
      return [...here, ...inside(item.children as Item[])]
    })
  return inside(outline.items)
}

/** Characters shown before the first match; a line has room for about sixty. */
const lead = 24

/** A passage that was found, from shortly before its first match on. */
export function entryOfPassage(found: Found, inBook: boolean): Entry {
  const { kind, bookId, chapterId, sourceId, title, bookTitle, snippet } = found
  const first = snippet.matches[0]
  const from = Math.max(0, (first?.start ?? snippet.start) - snippet.start - lead)
  const cut = from > 0 ? snippet.text.indexOf(' ', from) + 1 : 0
  const before = cut > 0 ? '… ' : ''
  const shift = before.length - cut - snippet.start
  const about = kind === 'book' ? 'about the book' : sourceId ? `source ${title}` : title
  return {
    key: `passage ${kind} ${chapterId ?? sourceId ?? bookId}`,
    icon: kind === 'book' ? 'book' : sourceId ? 'file' : 'quote',
    text: before + snippet.text.slice(cut),
    marks: snippet.matches.map(({ start, end }) => ({ start: start + shift, end: end + shift })),
    fact: inBook || kind === 'book' ? (kind === 'book' ? bookTitle : about) : `${about}, ${bookTitle}`,
    own: true,
    act: chapterId
      ? { kind: 'chapter', bookId, chapterId, line: first?.line ?? snippet.line }
      : { kind: sourceId ? 'source' : 'book', bookId },
  }
}

/** Commands whose names have the words. */
export function commandEntries(commands: readonly Command[], query: string): Entry[] {
  return commands.flatMap(({ name, icon, keys, group, run }, index) => {
    const marks = marksOf(name, query)
    if (!marks) return []
    return {
      key: `command ${name} ${index}`,
      icon: icon ?? 'arrow',
      text: name,
      marks,
      ...(group && { fact: group }),
      ...(keys && { keys }),
      own: false,
      act: run,
    }
  })
}
