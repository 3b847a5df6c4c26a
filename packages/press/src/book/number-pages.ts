import type { PressPage } from './press-book.ts'
import type { BookWords } from './words.ts'

export interface PageNumber {
  number?: string
  numberLabel?: string
}

/** A title as printed, and what the author himself numbered it with. */
export interface NumberedTitle {
  title: string
  label?: string
  number?: string
}

const manual = /^((?:\p{L}+)\s+((?:\d{1,3}|[IVXLC]{1,7}|[A-Z])))\s*(?:[:.–—-]\s*|$)/u

/**
 * Parts a title such as `Chapter 3: Leases` or `Appendix B. Tables` into its number and the rest, so that it is not
 * numbered twice. Only the words for part, chapter and appendix of English and the book's language are taken.
 */
export function readNumber(title: string, words: BookWords): NumberedTitle {
  const match = manual.exec(title)
  if (!match) return { title }
  const word = match[1]!.split(/\s/)[0]!.toLowerCase()
  const names = [words.part, words.chapter, words.appendix, 'part', 'chapter', 'appendix', 'book']
  if (!names.some(name => name.toLowerCase().replace('%s', '').trim() === word)) return { title }
  const rest = title.slice(match[0].length).trim()
  return { title: rest || title, ...(rest && { label: match[1]! }), number: match[2]! }
}

/**
 * Numbers pages in reading order: chapters 1, 2, … through all parts, parts I, II, …, and what stands in a part or
 * has a title called appendix A, B, …; front and other back matter has no number. A chapter the author numbered keeps
 * that, and the next counts on from it.
 */
export function numberPages(
  pages: readonly { page: PressPage; title: string; parentTitle?: string | undefined }[],
  words: BookWords,
): PageNumber[] {
  let chapters = 0
  let appendices = 0
  const appendix = words.appendix.replace('%s', '').trim().toLowerCase()
  const namesAppendix = (title: string | undefined) =>
    title !== undefined && (/^append(ix|ices)\b/i.test(title) || title.toLowerCase().startsWith(appendix))
  return pages.map(({ page, title, parentTitle }) => {
    const own = readNumber(title, words)
    if (page.kind === 'part') {
      if (namesAppendix(title) || own.number === undefined) return {}
      return { number: own.number, numberLabel: own.label ?? words.part.replace('%s', own.number) }
    }
    if (page.kind === 'chapter') {
      chapters = own.number !== undefined && /^\d+$/.test(own.number) ? Number(own.number) : chapters + 1
      const number = own.number ?? String(chapters)
      return { number, numberLabel: own.label ?? words.chapter.replace('%s', number) }
    }
    if (page.kind === 'back' && (namesAppendix(title) || namesAppendix(parentTitle))) {
      const number = own.number ?? letterOf(appendices)
      appendices++
      return { number, numberLabel: own.label ?? words.appendix.replace('%s', number) }
    }
    return {}
  })
}

/** A, B, … Z, AA, … from 0. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}
