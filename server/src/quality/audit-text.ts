import { setImmediate } from 'node:timers/promises'
import {
  type AuditOptions,
  auditBook,
  type BookAudit,
  featuresOf,
  isRule,
  type PageAudit,
  type ParsedPage,
  parsePage,
} from '@octavo/manuscript'
import type { FeatureUseView } from './audit-view.ts'
import { fileFinder } from './audited-files.ts'
import type { AuditedText, BookText } from './book-text.ts'

/** What an audit found, and what each page uses. */
export interface AuditedBook {
  audit: BookAudit
  chapters: { text: AuditedText; audit: PageAudit; features: FeatureUseView[] }[]
}

const mostLines = 100

/** Audits a book as it was read. Lets others work between two pages, for parsing a book takes seconds. */
export async function auditText(book: BookText): Promise<AuditedBook> {
  const pages: (AuditedText & { page: ParsedPage })[] = []
  for (const chapter of book.chapters) {
    pages.push({ ...chapter, page: parsedOnce(chapter.content) })
    await setImmediate()
  }
  const matter = new Set(pages.filter(page => page.isMatter).map(({ page }) => page))
  const audit = auditBook(
    pages.map(({ file, page, targetWords }) => ({ file, page, ...(targetWords && { targetWords }) })),
    {
      ...optionsOf(book),
      // Nothing is missing in a glossary: it counts as having what chapters must have.
      featuresOf: page =>
        matter.has(page) ? book.required.map(feature => ({ feature, line: 1, column: 1 })) : featuresOf(page),
    },
  )
  return {
    audit,
    chapters: pages.map(({ page, ...text }, index) => ({
      text,
      audit: audit.pages[index]!,
      features: usesOf(page, text.isMatter ? [] : book.required),
    })),
  }
}

/** What an audit is told of a book beside its pages. */
export function optionsOf(book: BookText): AuditOptions {
  return {
    silenced: book.silenced.filter(isRule),
    abbreviations: book.abbreviations,
    styleWords: book.styleWords.map(({ word, instead }) => ({ word, ...(instead && { instead }) })),
    requiredFeatures: book.required,
    featuresOf,
    fileAt: fileFinder(book.files),
    ...(book.citations && { citations: new Set(book.citations) }),
    ...(book.deadLinks.size > 0 && { deadLinks: book.deadLinks }),
  }
}

/**
 * The score of one chapter by itself, and the required features it does not use: what can be said while the rest of the
 * book is still being written. Undefined when it has no text.
 */
export function judgeChapter(book: BookText, chapterId: string): { score: number; missing: string[] } | undefined {
  const chapter = book.chapters.find(each => each.chapterId === chapterId)
  if (!chapter) return undefined
  const page = parsedOnce(chapter.content)
  const options = optionsOf(book)
  // Silenced besides: what can only be known of the whole book.
  const silenced = [...(options.silenced ?? []), ...acrossPages]
  const { file, targetWords } = chapter
  const audit = auditBook([{ file, page, ...(targetWords && { targetWords }) }], { ...options, silenced })
  const used = new Set(featuresOf(page).map(use => use.feature))
  return { score: audit.pages[0]!.score, missing: book.required.filter(feature => !used.has(feature)) }
}

const acrossPages = ['broken-reference', 'undefined-term', 'broken-link', 'unused-silence'] as const

/** Every feature a page uses or must use, those it must use first. */
function usesOf(page: ParsedPage, required: readonly string[]): FeatureUseView[] {
  const used = Map.groupBy(featuresOf(page), use => use.feature)
  const ids = [...new Set([...required, ...used.keys()])]
  return ids.map(id => {
    const uses = used.get(id) ?? []
    return {
      id,
      required: required.includes(id),
      count: uses.length,
      lines: uses.slice(0, mostLines).map(use => use.line),
    }
  })
}

/** Characters of the pages that are kept parsed: one long book. A tree takes some fifty times its text. */
const mostKept = 1_000_000
const kept = new Map<string, ParsedPage>()
let keptCharacters = 0

/** Parses a page, unless it is one of the last that were parsed: after an edit, only the edited chapter is new. */
export function parsedOnce(text: string): ParsedPage {
  const known = kept.get(text)
  if (known) {
    kept.delete(text)
    kept.set(text, known)
    return known
  }
  const page = parsePage(text)
  kept.set(text, page)
  keptCharacters += text.length
  for (const oldest of kept.keys()) {
    if (keptCharacters <= mostKept || oldest === text) break
    kept.delete(oldest)
    keptCharacters -= oldest.length
  }
  return page
}
