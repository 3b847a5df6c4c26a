import type { Outline } from '../../library/book.ts'

/** A line of an export's log about a place in the book. */
export interface LogPlace {
  text: string
  chapterId: string
  chapter: string
  line: number | undefined
}

/** Messages of audit and press begin small and end open, to be joined to a place. */
export const asSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replace(/([^.!?])$/, '$1.')

interface WrittenChapter {
  id: string
  title: string
  slug: string
}

/** The chapters of an outline that have text, in the order of the book: the press numbers its pages by it. */
export function writtenChapters(outline: Outline): WrittenChapter[] {
  const below = (items: Outline['items']): WrittenChapter[] =>
    items.flatMap(({ chapter, title, slug, children }) => [
      ...(chapter && chapter.words > 0 ? [{ id: chapter.id, title, slug }] : []),
      // The type of a tree is lost on its way through the client.
      ...below(children as Outline['items']),
    ])
  return below(outline.items)
}

/** Which chapter "chapters/03-fog.md:12: …" is about; undefined for a line about no chapter. */
export function placeOf(line: string, chapters: readonly WrittenChapter[]): LogPlace | undefined {
  const [, name, at, text] = /^(\S+\.md)(?::(\d+))?: (.*)$/s.exec(line) ?? []
  if (!name || !text) return undefined
  const base = name.replace(/^.*\//, '').replace(/\.md$/, '')
  const number = Number(/^\d+/.exec(base)?.[0] ?? Number.NaN)
  const slug = base.replace(/^\d+-/, '')
  const found = chapters.find(one => one.slug === slug) ?? chapters[number - 1]
  if (!found) return undefined
  return { text: asSentence(text), chapterId: found.id, chapter: found.title, line: at ? Number(at) : undefined }
}
