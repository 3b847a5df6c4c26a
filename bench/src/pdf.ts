import { Binder, type PressBook, type PressPage } from '@octavo/press'
import { PdfPress } from '@octavo/press/pdf'
import { realBook } from '@octavo/press/real-book'
import type { Row } from './database.ts'

const edits = 5

/**
 * A real book of 111,000 words with its pictures, from the bound book to a PDF: once from cold, with a new process for the
 * compiler, then with a word changed in one chapter, from its text to the PDF of the whole book and to one of that chapter
 * alone, by the median of several.
 */
export async function measurePdf(): Promise<Row[]> {
  const book = realBook()
  if (!book) {
    console.log('pdf: no real book lies beside the project; nothing is measured.')
    return []
  }
  const binder = new Binder()
  const bound = await binder.bind(book)
  const press = new PdfPress()
  try {
    const began = performance.now()
    const { pdf, pages, problems } = await press.render(bound)
    const cold = performance.now() - began
    const chapter = chaptersOf(book.pages)[4]!
    const whole: number[] = []
    for (let edit = 1; edit <= edits; edit++) {
      const pages = editedAt(book.pages, chapter.file, edit)
      whole.push(await timed(async () => press.render(await binder.bind({ ...book, pages }))))
    }
    const alone: number[] = []
    for (let edit = 0; edit <= edits; edit++) {
      const pages = editedAt([chapter], chapter.file, edit)
      alone.push(await timed(async () => press.render(await binder.bind({ ...book, pages }))))
    }
    return [
      {
        name: 'PDF of 111,000 words with their pictures, from cold',
        value: cold / 1000,
        unit: 's',
        atMost: 6,
        peer: `${pages} pages, ${(pdf.length / 1e6).toFixed(1)} MB, ${problems.length} problems`,
      },
      { name: 'the same after an edit in one chapter', value: median(whole) / 1000, unit: 's', atMost: 0.5 },
      { name: 'that chapter alone after an edit', value: median(alone.slice(1)) / 1000, unit: 's', atMost: 0.5 },
    ]
  } finally {
    press.close()
  }
}

const chaptersOf = (pages: PressBook['pages']): PressPage[] =>
  pages.flatMap(page => [...(page.kind === 'chapter' ? [page] : []), ...chaptersOf(page.children ?? [])])

/** The pages with a word more, as often as `edit` says, in the first paragraph of the one at `file`. */
const editedAt = (pages: PressBook['pages'], file: string, edit: number): PressPage[] =>
  pages.map(page => ({
    ...page,
    ...(page.file === file && { text: page.text.replace(/\n\n([A-Z])/, `\n\n${'Again '.repeat(edit)}$1`) }),
    ...(page.children && { children: editedAt(page.children, file, edit) }),
  }))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
