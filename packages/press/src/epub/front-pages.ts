import type { ElementContent } from 'hast'
import type { BoundBook } from '../book/bound-book.ts'
import { element, text } from '../html/index.ts'
import type { Document } from './markup.ts'

/** A page before the text. */
export interface FrontPage extends Document {
  /** Its file without extension. */
  name: string
  /** What it is, in the vocabulary of EPUB's landmarks, if it is one. */
  landmark?: string
}

const line = (className: string, content: string, role?: string): ElementContent =>
  element('p', { className, role }, [text(content)])

/** The pages before the text: cover, title, copyright, dedication, as far as the book has what stands on them. */
export function frontPages(book: BoundBook, cover: string | undefined): FrontPage[] {
  const page = (name: string, title: string, body: ElementContent[], landmark?: string): FrontPage => ({
    name,
    title,
    up: '',
    type: 'frontmatter',
    className: name,
    body,
    ...(landmark && { landmark }),
  })
  const section = (type: string, children: ElementContent[], role?: string) => [
    element('section', { 'epub:type': type, role, className: type }, children),
  ]
  const pages: FrontPage[] = []
  if (cover !== undefined) {
    const image = element('img', { src: cover, alt: `${book.title}. ${book.authors.join(', ')}`, role: 'doc-cover' })
    pages.push(page('cover', book.words.cover, section('cover', [image]), 'cover'))
  }
  pages.push(
    page(
      'title',
      book.title,
      section('titlepage', [
        element('h1', { className: 'book-title' }, [text(book.title)]),
        ...(book.subtitle ? [line('book-subtitle', book.subtitle, 'doc-subtitle')] : []),
        ...book.authors.map(author => line('book-author', author)),
        ...(book.publisher ? [line('book-publisher', book.publisher)] : []),
      ]),
      'titlepage',
    ),
  )
  const imprint = [book.rights, book.publisher, book.isbn && `ISBN ${book.isbn}`].filter((entry): entry is string =>
    Boolean(entry),
  )
  if (imprint.length > 0) {
    const lines = imprint.map(entry => line('imprint', entry))
    pages.push(
      page(
        'copyright',
        book.title,
        section('copyright-page', [
          line('imprint', [book.title, book.authors.join(', ')].filter(Boolean).join('. ')),
          ...lines,
        ]),
        'copyright-page',
      ),
    )
  }
  if (book.dedication) {
    const lines = book.dedication.split(/\n+/).map(entry => line('dedication-line', entry))
    pages.push(page('dedication', book.title, section('dedication', lines, 'doc-dedication')))
  }
  return pages
}
