import type { Element, ElementContent } from 'hast'
import { toXast } from 'hast-util-to-xast'
import type { Root } from 'xast'
import { toXml } from 'xast-util-to-xml'
import type { BoundBook } from '../book/bound-book.ts'
import { directionOf, element, text } from '../html/index.ts'

/** One XHTML document of an e-book. */
export interface Document {
  title: string
  /** The way from its folder to the book's: empty, or `../`. */
  up: string
  /** `frontmatter`, `bodymatter` or `backmatter`, and anything else a style sheet should know. */
  type?: string
  className?: string
  body: ElementContent[]
}

export function documentBytes(book: BoundBook, { title, up, type, className, body }: Document): Uint8Array {
  const html: Element = element(
    'html',
    {
      xmlns: 'http://www.w3.org/1999/xhtml',
      'xmlns:epub': 'http://www.idpf.org/2007/ops',
      lang: book.language,
      xmlLang: book.language,
      dir: directionOf(book.language) === 'rtl' && 'rtl',
    },
    [
      element('head', {}, [
        element('title', {}, [text(title)]),
        element('link', { rel: 'stylesheet', type: 'text/css', href: `${up}style.css` }),
      ]),
      element('body', { 'epub:type': type, className }, body),
    ],
  )
  const xml = toXml(toXast(html) as unknown as Root, { closeEmptyElements: true })
  return xmlBytes(`<!DOCTYPE html>\n${xml}\n`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/**
 * A file in XML. Characters XML has no place for (XML 1.0 §2.2) are of no use to readers either; `]]>` it allows only as the
 * end of a section that is never written here (§2.4).
 */
export function xmlBytes(content: string): Uint8Array {
  const declared = `<?xml version="1.0" encoding="UTF-8"?>\n${content}`
  return new TextEncoder().encode(declared.toWellFormed().replace(forbidden, '').replaceAll(']]>', ']]&gt;'))
}
