import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PressBook, PressPage } from '../book/press-book.ts'

const path = join(import.meta.dirname, '../../../../../shared/books/the-hound-of-the-baskervilles.txt')

/** A novel of 59,000 words beside the project, where it is there: a dedication, then chapters under Roman numerals. */
export function novel(): PressBook | undefined {
  if (!existsSync(path)) return undefined
  const [letter, ...chapters] = readFileSync(path, 'utf8').split(/\n\n(?=[IVX]+\n\n)/)
  return {
    id: '6f1c2f0e-0000-4000-8000-000000000002',
    title: 'The Hound of the Baskervilles',
    authors: ['Arthur Conan Doyle'],
    language: 'en-GB',
    rights: 'In the public domain',
    publisher: 'Octavo Classics',
    dedication: letter!.trim().replace(/\s+/g, ' '),
    modified: new Date('2026-01-01T00:00:00Z'),
    numberedSections: 0,
    pages: chapters.map((chapter, at): PressPage => {
      const [, title, ...paragraphs] = chapter.trim().split(/\n\n+/)
      return { file: `chapter-${at + 1}.md`, kind: 'chapter', text: `# ${title}\n\n${paragraphs.join('\n\n')}` }
    }),
    files: { has: () => false, read: async () => Promise.reject(new RangeError('a novel without pictures')) },
  }
}
