import type { BoundBook } from '../book/bound-book.ts'
import { directionOf } from '../html/index.ts'
import { escapeXml } from '../images/svg-tree.ts'
import type { Accessibility } from './accessibility.ts'
import { accessibilityMetadata } from './accessibility.ts'
import { xmlBytes } from './markup.ts'

/** A file of the package. */
export interface ManifestItem {
  id: string
  href: string
  mediaType: string
  /** `nav`, `cover-image`, `mathml`, `svg`. */
  properties?: string[]
  /** Whether it is read in its turn. */
  spine?: boolean
}

export const identifierOf = (book: BoundBook): string => `urn:uuid:${book.id}`

/** The package document (EPUB 3.3 §5): what the book is, what files it has, in which order they are read. */
export function packageDocument(book: BoundBook, items: ManifestItem[], accessibility: Accessibility): Uint8Array {
  const manifest = items.map(({ id, href, mediaType, properties = [] }) => {
    const more = properties.length > 0 ? ` properties="${properties.join(' ')}"` : ''
    return `<item id="${id}" href="${escapeXml(href)}" media-type="${mediaType}"${more}/>`
  })
  const spine = items.filter(item => item.spine).map(({ id }) => `<itemref idref="${id}"/>`)
  const direction = directionOf(book.language) === 'rtl' ? ' page-progression-direction="rtl"' : ''
  return xmlBytes(
    `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${escapeXml(book.language)}"${direction && ' dir="rtl"'}>
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
${[...metadata(book, items), ...accessibilityMetadata(accessibility)].join('\n')}
</metadata>
<manifest>
${manifest.join('\n')}
</manifest>
<spine toc="ncx"${direction}>
${spine.join('\n')}
</spine>
</package>
`,
  )
}

function metadata(book: BoundBook, items: ManifestItem[]): string[] {
  const lines: string[] = []
  const dc = (name: string, value: string | undefined, id?: string) => {
    if (value) lines.push(`<dc:${name}${id ? ` id="${id}"` : ''}>${escapeXml(value)}</dc:${name}>`)
  }
  const refine = (id: string, property: string, value: string, scheme?: string) =>
    lines.push(
      `<meta refines="#${id}" property="${property}"${scheme ? ` scheme="${scheme}"` : ''}>${escapeXml(value)}</meta>`,
    )
  dc('identifier', identifierOf(book), 'book-id')
  const isbn = book.isbn?.replace(/[^\dX]/gi, '')
  if (isbn) {
    dc('identifier', `urn:isbn:${isbn}`, 'isbn')
    // ONIX code list 5: 15 is ISBN-13, 02 is ISBN-10.
    refine('isbn', 'identifier-type', isbn.length === 13 ? '15' : '02', 'onix:codelist5')
  }
  dc('title', book.title, 'title')
  refine('title', 'title-type', 'main')
  if (book.subtitle) {
    refine('title', 'display-seq', '1')
    dc('title', book.subtitle, 'subtitle')
    refine('subtitle', 'title-type', 'subtitle')
    refine('subtitle', 'display-seq', '2')
  }
  for (const [at, author] of book.authors.entries()) {
    const id = `author-${at + 1}`
    dc('creator', author, id)
    refine(id, 'role', 'aut', 'marc:relators')
    refine(id, 'display-seq', String(at + 1))
    const sorted = fileAs(author, book.language)
    if (sorted) refine(id, 'file-as', sorted)
  }
  dc('language', book.language)
  dc('publisher', book.publisher)
  dc('description', book.description?.replace(/\s+/g, ' ').trim())
  for (const keyword of book.keywords ?? []) dc('subject', keyword)
  dc('rights', book.rights)
  lines.push(`<meta property="dcterms:modified">${book.modified.toISOString().replace(/\.\d+Z$/, 'Z')}</meta>`)
  // What reading systems of EPUB 2 know a cover by.
  const cover = items.find(({ properties }) => properties?.includes('cover-image'))
  if (cover) lines.push(`<meta name="cover" content="${cover.id}"/>`)
  return lines
}

/** Languages whose names begin with the family's. */
const familyFirst = /^(zh|ja|ko|hu|vi)\b/i

/**
 * `Lovelace, Ada`, where a name is two words in Latin letters and its language puts the family last; a title, a particle or
 * a third word may belong to either name.
 */
export function fileAs(name: string, language: string): string | undefined {
  if (familyFirst.test(language)) return undefined
  const match = /^(\p{Lu}[\p{Script=Latin}'’-]+) (\p{Lu}[\p{Script=Latin}'’-]+)$/u.exec(name.trim())
  return match ? `${match[2]}, ${match[1]}` : undefined
}
