import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { pageOf, unaccounted } from '../accounted.fixture.ts'
import { readUpload } from '../index.ts'
import { plainOfMyst } from '../plain-of.ts'

const read = (text: string, name = 'book.txt') => readUpload({ name, bytes: new TextEncoder().encode(text) })
const plain = async (text: string) => (await read(text)).blocks.map(block => block.plain)

const wrapped = `The road was long, and the salt was heavy upon our backs when
we came down from the hills to the sea. Nobody spoke a word of
what lay behind us, for all of us had seen it well-
known to every child of the valley.

The ferry was an old one. Its master--a man of few words and
fewer teeth--took our money without counting it, and pushed off
from the shore with one long push of his pole.

  The sea is wide,
  The night is deep,
  Sleep, traveller, sleep.
`

describe('plain text', () => {
  test('has a paragraph for what blank lines part, with the lines that only the margin ended joined', async () => {
    const { blocks } = await read(wrapped)
    expect(blocks).toHaveLength(3)
    expect(blocks[0]!.text).toMatch(/^The road was long, .* when we came .* well-known to every child of the valley\.$/)
    expect(blocks[1]!.plain).toContain('Its master--a man of few words and fewer teeth--took')
  })

  test('keeps the lines of verses', async () => {
    const { blocks } = await read(wrapped)
    expect(blocks[2]!.text).toBe('The sea is wide,\\\nThe night is deep,\\\nSleep, traveller, sleep.')
  })

  test('has a paragraph for each line where only indents part them', async () => {
    const line =
      '  It was late in the year, and the light went early from the\nhills where the shepherds had their huts of stone and turf and\nwhere nobody else would live. '
    const blocks = await plain(`${line}\n`.repeat(12))
    expect(blocks).toHaveLength(12)
  })

  test('has a paragraph for each line of a file without margins', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) =>
        `Paragraph ${index} goes on and on until it is far longer than a margin would ever have let it be in print.`,
    )
    expect(await plain(lines.join('\n'))).toEqual(lines)
  })

  test('emphasizes what typists underline, and nothing else becomes markup', async () => {
    const { blocks } = await read(
      'He was _very_ sure of snake_case, *stars* and $5 to $10.\n\n# 1. Not a heading\n\n- not a list',
    )
    expect(blocks.map(block => block.text)).toEqual([
      'He was *very* sure of snake_case, \\*stars\\* and \\$5 to \\$10.',
      '\\# 1. Not a heading',
      '\\- not a list',
    ])
    expect(blocks[0]!.plain).toBe('He was very sure of snake_case, *stars* and $5 to $10.')
  })

  test('says what stands apart and what is centered', async () => {
    const { blocks } = await read(`${wrapped}\n\n\n                        CHAPTER TWO\n\n${wrapped}`)
    expect(blocks[3]).toMatchObject({ plain: 'CHAPTER TWO', centered: true, apart: true })
    expect(blocks[4]!.apart).toBeUndefined()
  })

  test('loses the words around a text of Project Gutenberg to the list of what is removed, only when sure', async () => {
    const head =
      'The Project Gutenberg eBook of Salt\n\nTitle: Salt\nAuthor: Mara Lind\nLanguage: English\n\n*** START OF THE PROJECT GUTENBERG EBOOK SALT ***\n'
    const upload = await read(`${head}\n${wrapped}\n*** END OF THE PROJECT GUTENBERG EBOOK SALT ***\n\nLicense words.`)
    expect(upload.metadata).toEqual({ title: 'Salt', authors: ['Mara Lind'], language: 'en' })
    expect(upload.removed.map(({ reason }) => reason)).toEqual(['license', 'license'])
    expect(upload.blocks).toHaveLength(3)
    expect(await plain(`${head}\nNo end.`)).toContain('No end.')
  })
})

const piece = fc.oneof(
  fc.constantFrom(
    'word',
    'the end.',
    '_',
    '_a b_',
    '*',
    '#',
    '1.',
    '- ',
    '\n',
    '\n',
    '\n\n',
    '\t',
    '    ',
    '$',
    '`',
    '[a](b)',
    '<b>',
    '&amp;',
    '~~~',
    '(a)=',
    ':::',
    '|',
    '\\',
    '@key',
    '\f',
    '--',
    '“',
    'é',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
const letters = (text: string) => text.replace(/[“”‘’"']/g, '').replace(/\s+/g, '')

test('whatever the text, the parser sees the words that the blocks say, and those are all of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async pieces => {
      const text = `Beginning ${pieces.join('')}`
      fc.pre(text.isWellFormed() && !/\p{Cc}|\uFEFF/u.test(text.replace(/[\n\t\f]/g, '')))
      const { blocks, format } = await readUpload({ name: 'a.txt', bytes: new TextEncoder().encode(text) })
      // What has fences is read as MyST, whatever it is called: its marks are no words.
      fc.pre(format === 'text')
      for (const block of blocks) expect(letters(plainOfMyst(block.text))).toBe(letters(block.plain))
      const all = blocks.map(block => block.plain).join('')
      expect(all.replace(/[\s_]+/g, '')).toBe(text.replace(/[\s_]+/g, ''))
    }),
    { numRuns: 300 },
  )
})

describe('an encoding', () => {
  const german =
    'Die Straße führte über die Hügel, und jeder schöne Tag kürzte uns die Mühe. „Größe“ – sagte er – ist Übung. '.repeat(
      20,
    )
  const russian = 'Дорога была длинной, и соль тяжело лежала на наших спинах, когда мы спустились к морю. '.repeat(20)
  const japanese = '道は長く、塩は重かった。海へ下りてきたとき、だれも口をきかなかった。'.repeat(20)
  test.each([
    ['utf-8', german, false],
    ['windows-1252', german, false],
    ['utf-16le', german, false],
    ['utf-16be', german, false],
    ['utf-16le', german, true],
    ['windows-1251', russian, false],
    ['koi8-r', russian, false],
    ['shift_jis', japanese, false],
    ['euc-jp', japanese, false],
  ])('%s is told by its content', async (encoding, text, addBOM) => {
    const upload = await readUpload({ name: 'a.txt', bytes: new Uint8Array(iconv.encode(text, encoding, { addBOM })) })
    expect(pageOf(upload).replace(/\s+/g, ' ')).toBe(text.trim())
  })
})

const novel = join(import.meta.dirname, '../../../../../../shared/books/the-hound-of-the-baskervilles.txt')

test.skipIf(!existsSync(novel))('a novel keeps each of its words and paragraphs', async () => {
  const bytes = new Uint8Array(readFileSync(novel))
  const text = new TextDecoder().decode(bytes)
  const upload = await readUpload({ name: 'novel.txt', bytes })
  expect(unaccounted(text, upload)).toEqual([])
  expect(upload.blocks.length).toBe(text.trim().split(/\n\n+/).length)
  expect(upload.warnings).toEqual([])
})
