import type { BoundBook } from '../book/bound-book.ts'
import { type FontTheme, type WebFonts, webFonts } from '../fonts/index.ts'
import { nodesOf } from './walk.ts'

/** The fonts of a theme, only the files that have a character of this book: of a novel in English, Latin alone. */
export function bookFonts(book: BoundBook, theme: FontTheme, holds: { math: boolean; code: boolean }): WebFonts {
  const fonts = webFonts(theme, { url: 'fonts/', ...holds })
  const faces = fonts.css.match(/@font-face\s*\{[^}]*\}/g) ?? []
  const used = charactersOf(book)
  const kept = fonts.files.map((_, at) => covers(faces[at]!, used))
  return { ...fonts, files: fonts.files.filter((_, at) => kept[at]), css: faces.filter((_, at) => kept[at]).join('\n') }
}

function charactersOf(book: BoundBook): Set<number> {
  const used = new Set<number>()
  const add = (text: unknown) => {
    if (typeof text === 'string') for (const character of text) used.add(character.codePointAt(0)!)
  }
  for (const text of [book.title, book.subtitle, book.publisher, book.dedication, book.rights, ...book.authors])
    add(text)
  for (const page of book.pages) {
    add(page.title)
    add(page.subtitle)
    for (const { value, label } of nodesOf(page)) {
      add(value)
      add(label)
    }
  }
  return used
}

/** Whether a face has one of these characters; one without a range has all. */
function covers(face: string, used: Set<number>): boolean {
  const range = /unicode-range:\s*([^;}]+)/.exec(face)?.[1]
  if (range === undefined) return true
  return range.split(',').some(part => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-')
    const [first, last] = [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to.replaceAll('?', 'F'), 16)]
    for (const character of used) if (character >= first && character <= last) return true
    return false
  })
}
