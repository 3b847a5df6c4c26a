import { describe, expect, test } from 'vitest'
import { unaccounted } from '../accounted.fixture.ts'
import { readUpload } from '../index.ts'
import { type Piece, pdfOf, set } from './pdf.fixture.ts'

const read = (bytes: Uint8Array) => readUpload({ name: 'salt.pdf', bytes })
const plain = async (bytes: Uint8Array) => (await read(bytes)).blocks.map(block => block.plain)

const first =
  'The road was long and the salt was heavy on our\nbacks when we came down from the hills to the sea.\nNobody spoke.'
const second = 'The ferry was an old one and its master a man of\nfew words, who took our money without counting.'

/** A page of a book: its head, its text, its number. */
const bookPage = (number: number, text: Piece[]): Piece[] => [
  number % 2
    ? { text: `The Salt Road           ${number}`, x: 150, y: 560 }
    : { text: `${number}           Mara Lind`, x: 50, y: 560 },
  ...text,
]

describe('a PDF', () => {
  test('gives paragraphs in reading order, by indents', async () => {
    const upload = await read(pdfOf([set([first, second])]))
    expect(upload.blocks.map(block => block.plain)).toEqual([first, second].map(text => text.replaceAll('\n', ' ')))
    expect(upload.blocks[0]).toMatchObject({ page: 1, size: 1 })
  })

  test('goes on over pages, without their running heads and numbers, which are listed', async () => {
    const names = ['Anna', 'Boris', 'Clara', 'David', 'Emil', 'Frida']
    const pages = Array.from({ length: 6 }, (_, index) =>
      bookPage(index + 1, [
        ...(index === 0 ? [] : [{ text: `of the journey ${index}, which ended here.`, x: 50, y: 536 }]),
        ...set([
          first.replace('The', names[index]!),
          `${second}\nWe saw ${names[index]} at the shore of that wide great lake\nand ${names[index]} only, who had walked all the long way\nwith ${names[index]} over the hills until the end`,
        ]),
      ]),
    )
    const { blocks, removed } = await read(pdfOf(pages))
    expect(blocks[1]!.plain).toMatch(/over the hills until the end of the journey 1, which ended here\.$/)
    expect(blocks.map(block => block.plain).join(' ')).not.toMatch(/Mara Lind|The Salt Road/)
    expect(removed).toHaveLength(6)
    expect(removed[0]).toEqual({ reason: 'running-head', place: 'page 1', text: 'The Salt Road 1' })
  })

  test('keeps the word that stands over each chapter', async () => {
    const pages = Array.from({ length: 9 }, (_, index) => [
      ...(index % 3 === 0 ? [{ text: 'CHAPTER', x: 180, y: 560 }] : []),
      ...set([first.replace('road', `road ${index}`), second], { y: 520 }),
    ])
    expect((await plain(pdfOf(pages))).filter(text => text === 'CHAPTER')).toHaveLength(3)
  })

  test('is read column after column where it has columns, around what stands over both', async () => {
    const column = (name: string, x: number) =>
      set(
        [Array.from({ length: 12 }, (_, index) => `${name} column line ${String(index).padStart(2, '0')}`).join('\n')],
        { x, y: 480 },
      )
    const title: Piece = { text: 'A Title Over Both Columns Of It', x: 60, y: 550, size: 14, font: 'bold' }
    const texts = await plain(pdfOf([[title, ...column('left', 40), ...column('right', 220)]]))
    expect(texts[0]).toBe('A Title Over Both Columns Of It')
    expect(texts.slice(1).join(' ')).toMatch(
      /^left column line 00 .*left column line 11 right column line 00 .*right column line 11$/,
    )
  })

  test('joins what margins broke, and not what has its own hyphen', async () => {
    const text = [
      'The publicity was a well-known fact, and the pub-\nlicity grew. It was a well-\nknown fact in the Anglo-\nAmerican town of salt.',
      'The unbeliev-\nable sea lay below us all day and all night long.',
    ]
    expect((await plain(pdfOf([set(text)]))).join(' ')).toBe(
      'The publicity was a well-known fact, and the publicity grew. It was a well-known fact in the Anglo-American town of salt. The unbelievable sea lay below us all day and all night long.',
    )
  })

  test('marks italics and bold words, and says what is bold, large, centered and apart', async () => {
    const { blocks } = await read(
      pdfOf([
        [
          { text: 'The Ferry', x: 160, y: 540, size: 16, font: 'bold' },
          ...set([first], { y: 480 }),
          { text: 'It was ', x: 65, y: 420 },
          { text: 'very', x: 107, y: 420, font: 'italic' },
          { text: ' late, and so dark that none of us', x: 131, y: 420 },
        ],
      ]),
    )
    expect(blocks[0]).toMatchObject({ plain: 'The Ferry', size: 1.6, bold: true, centered: true, text: 'The Ferry' })
    expect(blocks[1]).toMatchObject({ apart: true })
    expect(blocks[2]!.text).toBe('It was *very* late, and so dark that none of us')
  })

  test('puts notes behind the paragraph that the foot of the page interrupts', async () => {
    const note = { text: '1 The ferry no longer runs.', x: 50, y: 60, size: 8 }
    const pages = [
      [...set([first, second.replace(/\.$/, ' and')]), note],
      set(['went away in the\nnight.'].map(text => text)).map(piece => ({ ...piece, x: 50 })),
    ]
    const texts = await plain(pdfOf(pages))
    expect(texts.slice(1)).toEqual([
      `${second.replaceAll('\n', ' ').replace(/\.$/, ' and')} went away in the night.`,
      '1 The ferry no longer runs.',
    ])
  })

  const chapters: Piece[][] = [1, 2, 3].map(number => [
    { text: `Chapter ${number}`, x: 150, y: 540, size: 16 },
    ...set([first, second, first], { y: 480 }),
    { text: String(number + 1), x: 195, y: 30 },
  ])

  test('has the marks of its outline', async () => {
    const outline = [1, 2, 3].map(number => ({ title: `Chapter ${number}`, page: number, y: 560 }))
    const { marks, blocks } = await read(pdfOf(chapters, { outline }))
    expect(marks.map(({ title, from, block }) => [title, from, blocks[block]!.plain])).toEqual(
      [1, 2, 3].map(number => [`Chapter ${number}`, 'outline', `Chapter ${number}`]),
    )
  })

  test('without one has those of its printed contents, which are listed as removed', async () => {
    const contents: Piece[] = [
      { text: 'Contents', x: 50, y: 540, size: 14 },
      ...[1, 2, 3].map(number => ({
        text: `Chapter ${number} . . . . . . . . . . . ${number + 1}`,
        x: 50,
        y: 520 - number * 14,
      })),
      { text: '1', x: 195, y: 30 },
    ]
    const { marks, blocks, removed } = await read(pdfOf([contents, ...chapters]))
    expect(marks.map(({ title, from, block }) => [title, from, blocks[block]!.plain])).toEqual(
      [1, 2, 3].map(number => [`Chapter ${number}`, 'contents', `Chapter ${number}`]),
    )
    expect(removed.filter(({ reason }) => reason === 'contents')).toHaveLength(4)
  })

  test('keeps each word', async () => {
    const upload = await read(
      pdfOf(chapters, { info: { Title: 'The Salt Road', Author: 'Mara Lind', Keywords: 'salt, road' } }),
    )
    expect(
      unaccounted(
        chapters
          .flat()
          .map(({ text }) => text)
          .join(' '),
        upload,
      ),
    ).toEqual([])
    expect(upload.metadata).toEqual({ title: 'The Salt Road', authors: ['Mara Lind'], keywords: ['salt', 'road'] })
  })

  test('gives its pictures where they stand', async () => {
    const upload = await read(pdfOf([set([first])], { picture: true }))
    expect(upload.blocks.at(-1)!.text).toBe('![](images/page-1-180-150.png)')
    expect([...upload.images.get('images/page-1-180-150.png')!.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  })

  test('that is locked, scanned or broken is refused with what to do', async () => {
    await expect(read(pdfOf([set([first])], { locked: true }))).rejects.toMatchObject({
      reason: 'encrypted',
      message: expect.stringMatching(/password/),
    })
    await expect(read(pdfOf([[], []]))).rejects.toMatchObject({
      reason: 'no-text',
      message: expect.stringMatching(/OCR/),
    })
    await expect(read(new TextEncoder().encode('%PDF-1.4\nnothing'))).rejects.toMatchObject({ reason: 'damaged' })
  })
})
