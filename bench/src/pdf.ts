import { Binder, type PressBook } from '@octavo/press'
import { PdfPress } from '@octavo/press/pdf'
import { realBook } from '@octavo/press/real-book'
import type { Row } from './database.ts'

const edits = 5

/**
 * A real book of 111,000 words with its pictures, from the bound book to a PDF: once from cold, with a new process for the
 * compiler, then with a word changed in one chapter, from its text to the PDF, by the median of several.
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
    const warm: number[] = []
    for (let edit = 1; edit <= edits; edit++) {
      const edited = editedOnce(book, edit)
      const start = performance.now()
      await press.render(await binder.bind(edited))
      warm.push(performance.now() - start)
    }
    return [
      {
        name: 'PDF of 111,000 words with their pictures, from cold',
        value: cold / 1000,
        unit: 's',
        atMost: 6,
        peer: `${pages} pages, ${(pdf.length / 1e6).toFixed(1)} MB, ${problems.length} problems`,
      },
      { name: 'the same after an edit in one chapter', value: median(warm) / 1000, unit: 's', atMost: 0.5 },
    ]
  } finally {
    press.close()
  }
}

/** The book with a word more in the first paragraph of its fifth chapter. */
function editedOnce(book: PressBook, edit: number): PressBook {
  let chapters = 0
  const edited = (pages: PressBook['pages']): PressBook['pages'] =>
    pages.map(page => ({
      ...page,
      ...(page.kind === 'chapter' &&
        ++chapters === 5 && { text: page.text.replace(/\n\n([A-Z])/, `\n\n${'Again '.repeat(edit)}$1`) }),
      ...(page.children && { children: edited(page.children) }),
    }))
  return { ...book, pages: edited(book.pages) }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
