import type { BoundPage } from '../book/bound-book.ts'
import type { BookWords } from '../book/words.ts'

/** What a page is, as EPUB and DPUB-ARIA name it. */
export interface PageType {
  /** EPUB Structural Semantics Vocabulary 1.1. */
  type?: string
  /** https://www.w3.org/TR/dpub-aria-1.1/ */
  role?: string
}

/** Titles that say what a page is; any other is not guessed at. */
const titled: [RegExp, string][] = [
  [/^(foreword|vorwort|avant-propos|prólogo)$/i, 'foreword'],
  [/^(preface|préface|prefacio)$/i, 'preface'],
  [/^(introduction|einleitung|introducción)$/i, 'introduction'],
  [/^(prologue|prolog)$/i, 'prologue'],
  [/^(epilogue|epilog|épilogue|epílogo)$/i, 'epilogue'],
  [/^(afterword|nachwort|postface)$/i, 'afterword'],
  [/^(conclusion|schluss|conclusión)$/i, 'conclusion'],
  [/^(acknowledge?ments|danksagung|remerciements|agradecimientos)$/i, 'acknowledgments'],
  [/^(glossary|glossar|glossaire|glosario)$/i, 'glossary'],
]

export function pageType(page: BoundPage, words: BookWords): PageType {
  if (page.kind === 'part') return { type: 'part', role: 'doc-part' }
  const known = titled.find(([pattern]) => pattern.test(page.title.trim()))?.[1]
  // A list of terms is a glossary of its own within the page.
  if (known === 'glossary') return { type: known, role: 'doc-glossary' }
  if (known) return { type: known, role: `doc-${known}` }
  if (page.kind === 'chapter') return { type: 'chapter', role: 'doc-chapter' }
  const appendix = words.appendix.replace('%s', '').trim()
  if (page.kind === 'back' && page.numberLabel?.startsWith(appendix)) return { type: 'appendix', role: 'doc-appendix' }
  return {}
}

/** The division of the book a page belongs to. */
export const divisionOf = (page: BoundPage): 'frontmatter' | 'bodymatter' | 'backmatter' =>
  page.kind === 'front' ? 'frontmatter' : page.kind === 'back' ? 'backmatter' : 'bodymatter'
