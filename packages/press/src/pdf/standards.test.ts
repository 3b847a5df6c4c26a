import { getDocumentProxy } from 'unpdf'
import { afterAll, describe, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import { bookOf, square } from '../testing.ts'
import { type PdfOptions, PdfPress } from './index.ts'

const presses: PdfPress[] = []

function pressOf(options: PdfOptions = {}): PdfPress {
  const press = new PdfPress(options)
  presses.push(press)
  return press
}

afterAll(() => {
  for (const press of presses) press.close()
})

interface Tag {
  role?: string
  alt?: string
  children?: Tag[]
}

/** What a PDF says its parts are, in the order of reading; with what is said of a picture or a formula. */
async function tagsOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(pdf.slice())
  const tags: string[] = []
  const collect = ({ role, alt, children }: Tag) => {
    if (role) tags.push(alt === undefined ? role : `${role}: ${alt}`)
    children?.forEach(collect)
  }
  for (let at = 1; at <= document.numPages; at++) {
    const tree = (await (await document.getPage(at)).getStructTree()) as Tag | null
    if (tree) collect(tree)
  }
  return tags
}

describe('a PDF', () => {
  it('says to those who do not see what is a heading, a table, a list, a picture and a formula', async () => {
    const text = [
      '# One\n\n#### Far below\n\nA formula $x^2$.',
      '- first\n- second',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '![A square](square.png)',
      '***',
      '$$\na + b\n$$ (sum)',
      'The end[^n].\n\n[^n]: Of *it*.',
    ].join('\n\n')
    const book = await bindBook(bookOf([text], { files: { 'square.png': square } }))
    const { pdf } = await pressOf({ standard: 'pdf/ua' }).render(book)
    expect(Buffer.from(pdf).includes('<pdfuaid:part>1</pdfuaid:part>')).toBe(true)
    expect(await tagsOf(pdf)).toEqual(
      expect.arrayContaining([
        'H1',
        'H2',
        'L',
        'LI',
        'Table',
        'TH',
        'TD',
        'Figure: A square',
        'Formula: x^2',
        'Formula: a + b',
        'Note',
      ]),
    )
    // Whoever reads on a screen is served the same way; a printer is not.
    expect(await tagsOf((await pressOf().render(book)).pdf)).toContain('H2')
    expect(await tagsOf((await pressOf({ variant: 'print' }).render(book)).pdf)).toEqual([])
  })

  it('is no PDF/UA while a picture says nothing, and tells where that is', async () => {
    const pages = ['# A\n\nText.\n\n![](square.png)']
    const rendered = pressOf({ standard: 'pdf/ua' }).render(
      await bindBook(bookOf(pages, { files: { 'square.png': square } })),
    )
    await expect(rendered).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/picture.*page-1\.md:5/),
    })
  })

  it('writes PDF/A, and says what keeps a book from being that', async () => {
    const press = pressOf({ standard: 'pdf/a' })
    const { pdf } = await press.render(await bindBook(bookOf(['# A\n\nOne $x$, [a link](https://example.org) ✓.'])))
    expect(Buffer.from(pdf).includes('<pdfaid:part>2</pdfaid:part>')).toBe(true)
    const lacking = press.render(await bindBook(bookOf(['# A\n\nA ꦗ there.'])))
    await expect(lacking).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('PDF/A-2a error: the text `"ꦗ"` could not'),
    })
  })
})
