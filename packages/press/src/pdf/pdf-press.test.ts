import { catalogue } from '@octavo/manuscript'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Binder, bindBook } from '../book/bind-book.ts'
import type { PressBook } from '../book/press-book.ts'
import { hasPackage } from '../fonts/package-file.ts'
import { bookOf, square } from '../testing.ts'
import { type PdfOptions, PdfPress } from './index.ts'
import { labelsOf } from './labels.ts'
import { novel } from './novel.fixture.ts'

type Document = Awaited<ReturnType<typeof getDocumentProxy>>

const presses = new Map<string, PdfPress>()

/** One compiler for each kind of page, for all tests. */
function pressOf(options: PdfOptions = {}): PdfPress {
  const key = JSON.stringify(options)
  const press = presses.get(key) ?? new PdfPress(options)
  presses.set(key, press)
  return press
}

afterAll(() => {
  for (const press of presses.values()) press.close()
})

async function print(book: PressBook, options?: PdfOptions) {
  const printed = await pressOf(options).render(await bindBook(book))
  const document = await getDocumentProxy(printed.pdf.slice())
  const { text } = await extractText(document, { mergePages: false })
  return { ...printed, document, texts: text.map(page => page.normalize('NFKC').replace(/\s+/g, ' ')) }
}

/** What is shown on the first page whose text holds `words`, from 1. */
const pageWith = (texts: string[], words: string) => texts.findIndex(text => text.includes(words)) + 1

describe('a printed book', () => {
  const text =
    '# The *first* one\n\nIt begins here.\n\n## A *section*[^s]\n\n[^s]: A note of a title.\n\nSee [](#later) and [the web](https://example.org/a).\n\n'
  const book = bookOf(
    [
      { file: 'preface.md', kind: 'front', text: '# Preface\n\nBefore all else.' },
      {
        file: 'part.md',
        kind: 'part',
        title: 'Part I: Beginnings',
        children: [{ file: 'one.md', kind: 'chapter', text }],
      },
      {
        file: 'two.md',
        text: '# Two\n\n(later)=\n## Later\n\nAt "last", it\'s done[^n].\n\n[^n]: A note of *two* words.',
      },
    ],
    {
      title: 'Leases & Queues #1',
      keywords: ['leases', 'queues'],
      rights: '© 2026 Ada Lovelace',
      isbn: '978-3-16-148410-0',
      dedication: 'To Charles',
    },
  )
  let printed: Awaited<ReturnType<typeof print>>
  beforeAll(async () => {
    printed = await print(book)
  })

  it('has its front matter, its pages in order and nothing to complain of', () => {
    const order = [
      'Leases & Queues #1',
      'ISBN 978-3-16-148410-0',
      'To Charles',
      'Contents',
      'Before all else',
      'It begins here',
      'A note of two words',
    ]
    expect(order.map(words => pageWith(printed.texts, words))).toEqual([1, 2, 3, 4, 5, 7, 8])
    expect(printed.texts[5]).toBe('Part I Beginnings 1')
    expect(printed.pages).toBe(8)
    expect(printed.problems).toEqual([])
  })

  it('says in its contents where things are, front matter in Roman numerals', () => {
    expect(printed.texts[3]).toMatch(
      /Preface v Part I: Beginnings 1 1 The first one 2 1\.1 A section [. ]*2 2 Two 3 2\.1 Later [. ]*3 iv$/,
    )
  })

  it('has bookmarks that nest as the book does, and says what it is', async () => {
    const outline = (await printed.document.getOutline())!
    const titles = (items: typeof outline): unknown[] =>
      items.map(({ title, items: below }) => (below.length > 0 ? [title, titles(below)] : title))
    expect(titles(outline)).toEqual([
      'Contents',
      'Preface',
      ['Part I: Beginnings', [['Chapter 1: The first one', ['1.1 A section']]]],
      ['Chapter 2: Two', ['2.1 Later']],
    ])
    const { info } = await printed.document.getMetadata()
    expect(info).toMatchObject({
      Title: 'Leases & Queues #1',
      Author: 'Ada Lovelace',
      Keywords: 'leases, queues',
      Language: 'en',
    })
  })

  it('leads from references and contents to places, and to the web', async () => {
    const seven = await linksOn(printed.document, 7)
    expect(seven).toContainEqual({ url: 'https://example.org/a' })
    expect(seven).toContainEqual({ page: 8 })
    expect((await linksOn(printed.document, 4)).map(({ page }) => page)).toEqual(expect.arrayContaining([5, 6, 7, 8]))
  })

  it('has typographic quotation marks and the title of the chapter in running heads', () => {
    expect(printed.texts[7]).toContain('At “last”, it’s done')
    expect(printed.texts[7]).not.toContain('Leases')
    expect(printed.texts[6]).toContain('A note of a title.')
  })

  it('is the same bytes for the same book, and from another press', async () => {
    const again = await pressOf().render(await bindBook(book))
    expect(Buffer.compare(again.pdf, printed.pdf)).toBe(0)
    const other = new PdfPress()
    const { pdf } = await other.render(await bindBook(book))
    other.close()
    expect(Buffer.compare(pdf, printed.pdf)).toBe(0)
  })

  it('for a printer has no cover, opens chapters on the right and prints addresses', async () => {
    const withCover = { ...book, cover: 'c.png', files: { has: () => true, read: async () => square } }
    const screen = await print(withCover)
    expect(screen.pages).toBe(9)
    // The cover is as its picture is, here square; the pages after it are paper.
    const [, , across, down] = (await screen.document.getPage(1)).view as number[]
    expect(down).toBeCloseTo(across!, 1)
    const paper = await print(withCover, { variant: 'print', trim: '6x9', bleed: true })
    const openings = ['It begins here', 'A note of two words', 'Before all else'].map(words =>
      pageWith(paper.texts, words),
    )
    expect(openings[0]! % 2).toBe(1)
    expect(openings[1]! % 2).toBe(1)
    expect(paper.texts[openings[0]! - 1]).toContain('2https://example.org/a')
    const [, , width, height] = (await paper.document.getPage(1)).view as number[]
    const bleed = (6 / 25.4) * 72
    expect(width).toBeCloseTo(6 * 72 + bleed, 1)
    expect(height).toBeCloseTo(9 * 72 + bleed, 1)
    const cuts = Buffer.from(paper.pdf)
      .toString('latin1')
      .match(/\/TrimBox \[8\.504 8\.504 440\.504 656\.504\]/g)
    expect(cuts).toHaveLength(paper.pages)
  })
})

async function linksOn(document: Document, number: number): Promise<{ url?: string; page?: number }[]> {
  const page = await document.getPage(number)
  const links: { url?: string; page?: number }[] = []
  for (const { url, dest } of await page.getAnnotations()) {
    if (url) links.push({ url })
    else if (dest) {
      const explicit = typeof dest === 'string' ? await document.getDestination(dest) : dest
      if (explicit) links.push({ page: (await document.getPageIndex(explicit[0])) + 1 })
    }
  }
  return links
}

describe('what authors write', () => {
  it('is printed with all its words, every feature there is', async () => {
    const { texts, problems } = await print(
      bookOf([catalogue.map(({ example }) => example).join('\n\n')], { files: { 'picture.png': square } }),
    )
    const all = texts.join(' ')
    for (const { id, example } of catalogue) {
      const plain = /^[A-Z][\w ,]{6,}\.$/m.exec(example)?.[0]
      // What is hidden is not for readers.
      if (plain && !/^hidden-(exercise|solution)$/.test(id)) expect(all, id).toContain(plain)
    }
    expect(problems.filter(({ message }) => message.includes('formula'))).toEqual([])
  })

  it('can be referred to, whatever has a name', async () => {
    const book = await bindBook(bookOf([catalogue.map(({ example }) => example).join('\n\n'), '# References\n\nAll:']))
    const [page, last] = book.pages
    const labels = [...labelsOf(book)].filter(label => label.startsWith(`${page!.slug}/`))
    last!.children.push({
      type: 'paragraph',
      children: labels.map(label => ({
        type: 'crossReference',
        page: page!.slug,
        anchor: label.slice(page!.slug.length + 1),
        children: [{ type: 'text', value: `${label} ` }],
      })),
    })
    const { pdf } = await pressOf().render(book)
    const document = await getDocumentProxy(pdf.slice())
    const at = (await extractText(document, { mergePages: false })).text.findIndex(text => text.includes('All:')) + 1
    expect(labels.length).toBeGreaterThan(20)
    expect(new Set((await linksOn(document, at)).map(({ page }) => page)).size).toBeGreaterThan(5)
  })

  it('is text, whatever it looks like', async () => {
    const hostile = [
      '#read("/etc/passwd")',
      '#import "@preview/cetz:0.3.0"',
      '"; #panic("out") //',
      '\\#eval("1+1")',
      '[#label("x")]',
      '$ #panic() $',
      '/* comment',
      '*/ ]',
      '`raw`',
      '<script>alert(1)</script>',
      '= Heading',
      '#{',
      '#}',
      '\\u{41}',
      '@ref <label>',
      '"quoted" \\',
      '$' + '{7*7}',
      '~~~',
      '#show: it => []',
      'a.b(c)[d]',
    ]
    const code = hostile.map(text => `\`\`\`\n${text.replaceAll('```', '')}\n\`\`\``).join('\n\n')
    const prose = hostile.map(text => text.replace(/[\\`*_{}[\]<>()#+\-.!|~$@:^"'/%&=]/g, '\\$&')).join('\n\n')
    const { texts } = await print(
      bookOf([`# ${prose.split('\n')[0]}\n\n${prose}`, `# Code\n\n${code}`], {
        title: hostile.join(' '),
        authors: ['#panic("a")'],
      }),
    )
    const inProse = texts.slice(2).join(' ')
    for (const text of hostile) {
      const shown = text.replace(/"/g, '').trim()
      expect(inProse.replace(/[“”"]/g, ''), text).toContain(shown)
      expect(texts.join(' '), text).toContain(text)
    }
  })

  it('cannot read files, load packages or stop the book with Typst of its own', async () => {
    const raw = (value: string) => `\`\`\`{raw} typst\n${value}\n\`\`\``
    const { texts, problems } = await print(
      bookOf([
        [
          '# Raw',
          raw('#text(red)[A red word]'),
          raw('#read("/etc/passwd")'),
          raw('#image("../../etc/hostname")'),
          raw('#import "@preview/cetz:0.3.0"'),
          raw('#std.read("/x")'),
          raw('#panic("stop")'),
          raw(']'),
          'It goes on.',
        ].join('\n\n'),
      ]),
    )
    const all = texts.join(' ')
    expect(all).toContain('A red word')
    expect(all).toContain('It goes on.')
    expect(all).not.toContain('root:')
    expect(problems.map(({ line, message }) => [line, /^this Typst does not work/.test(message)])).toEqual(
      [7, 11, 15, 19, 23, 27].map(line => [line, true]),
    )
  })

  it('is told of where it cannot be printed as it is: a formula, a character, a picture', async () => {
    const { texts, problems } = await print(
      bookOf(['# A\n\nGood $x^2$.\n\nBad $\\nonsense{x}$.\n\nA ꦗ there.\n\n![Alt words](a.png)'], {
        files: { 'a.png': 'no picture' },
      }),
    )
    expect(problems.map(({ line, rule }) => [line, rule])).toEqual([
      [9, 'missing-image'],
      [5, 'not-shown'],
      [7, 'not-shown'],
    ])
    expect(problems[2]!.message).toContain('ꦗ')
    for (const words of ['\\nonsense{x}', 'Alt words']) expect(texts.join(' ')).toContain(words)
  })

  it.skipIf(hasPackage('@expo-google-fonts/noto-serif-kr'))(
    'is told which typeface to add for letters of Korean',
    async () => {
      const { problems } = await print(bookOf(['# A\n\nA 한 there.'], { language: 'ja' }))
      expect(problems[0]!.message).toContain('npm install --no-save @expo-google-fonts/noto-serif-kr')
    },
  )

  it('may have letters of Devanagari and Bengali', async () => {
    const { texts, problems } = await print(bookOf(['# A\n\nहिन्दी and বাংলা.']))
    expect(problems).toEqual([])
    expect(texts.join(' ')).toContain('বা')
  })

  it('may have places and notes in the head of a table that runs over pages', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => `| row ${at} | value ${at} |`).join('\n')
    const { texts, pages } = await print(
      bookOf([
        `# A\n\n| {index}\`lease\`[^n] | Value |\n| --- | --- |\n${rows}\n\n[^n]: A note.\n\nSee [](#b).`,
        '(b)=\n# B',
      ]),
    )
    expect(pages).toBeGreaterThan(5)
    expect(texts.filter(text => /lease.*Value/.test(text)).length).toBeGreaterThan(2)
    expect(texts.join(' ')).toContain('A note.')
    expect(texts.at(-1)).toContain('lease, 1')
  })

  it('is found in the index on the pages it is on', async () => {
    const far = Array.from(
      { length: 60 },
      () => 'Words that fill a page and say nothing at all to anybody who reads them here.',
    ).join('\n\n')
    const { texts } = await print(
      bookOf([`# A\n\nA {index}\`lease\` ends.\n\n${far}\n\nA {index}\`lease\` begins, and a {index}\`queue\`.`]),
    )
    const main = pageWith(texts, 'A lease ends')
    const second = pageWith(texts, 'A lease begins')
    const numberOf = (page: number) => page - main + 1
    expect(second).toBeGreaterThan(main)
    expect(texts.at(-1)).toContain(`lease, 1, ${numberOf(second)}`)
    expect(texts.at(-1)).toContain(`queue, ${numberOf(second)}`)
  })
})

const hound = novel()
describe.skipIf(!hound)('a novel', () => {
  it('opens each chapter on the right with small capitals, under its title and over its number', {
    timeout: 60_000,
  }, async () => {
    const { texts, pages, problems } = await print(hound!, { theme: 'literary', trim: '5.5x8.5', variant: 'print' })
    expect(problems).toEqual([])
    expect(pages).toBeGreaterThan(140)
    const openings = texts.flatMap((text, at) => (/^chapter \d+/.test(text) ? [at + 1] : []))
    expect(openings.length).toBe(15)
    expect(openings.filter(page => page % 2 === 0)).toEqual([])
    // The page on the left of an opening has text or is empty, without a head and a number.
    expect(openings.map(page => texts[page - 2]!).filter(text => text !== '' && text.length < 100)).toEqual([])
    expect(texts[openings[0]!]).toMatch(/^the hound of the baskervilles /)
    expect(texts[openings[0]! + 1]).toMatch(/^mr\. sherlock holmes /)
  })
})

describe('a press', () => {
  it('prints one edited chapter like the whole book', async () => {
    const one = '# A\n\n(a)=\n## In it\n\nTo [](#b) and [](#fig), $x$.'
    const two = '# B\n\n(b)=\n## There\n\nTo [](#a).\n\n```{figure} a.png\n:label: fig\nSeen.\n```'
    const three = '# C\n\n{raw:typst}`#emph[So]` said [](#b).'
    const files = { 'a.png': square }
    const edits = [
      bookOf([one, two, three], { files }),
      bookOf([one, two.replace('To', 'Back to'), three], { files }),
      bookOf([one, two.replace('(b)=\n', ''), three], { files }),
      bookOf([one, two.replace('There', 'Here'), three], { files }),
      bookOf([one, two, three], { files: { 'a.png': 'no picture' } }),
      bookOf([two, one, three], { files, title: 'Another' }),
      bookOf([one, two, three], { files, language: 'de' }),
    ]
    const binder = new Binder()
    const cold = new PdfPress()
    for (const [at, book] of edits.entries()) {
      const warm = await pressOf().render(await binder.bind(book))
      const { pdf } = await cold.render(await bindBook(book))
      expect(Buffer.compare(warm.pdf, pdf), `edit ${at}`).toBe(0)
    }
    cold.close()
  })

  it('stops when it is told to, and prints again after that', async () => {
    const press = new PdfPress()
    const book = await bindBook(bookOf(['# A\n\nOne.']))
    const stop = new AbortController()
    const render = press.render(book, {
      signal: stop.signal,
      onProgress: step => step === 'print' && stop.abort(new Error('enough')),
    })
    await expect(render).rejects.toThrow('enough')
    expect((await press.render(book)).pages).toBeGreaterThan(2)
    press.close()
  })

  it('outlives its compiler: what takes too long or too much ends that process alone', async () => {
    const book = await bindBook(bookOf(['# A\n\nOne.']))
    const slow = new PdfPress({}, { time: 1 })
    await expect(slow.render(book)).rejects.toMatchObject({ name: 'PdfError', code: 'too-slow' })
    const small = new PdfPress({}, { memory: 10 })
    const long = await bindBook(bookOf([`# A\n\n${`${'many words '.repeat(500)}\n\n`.repeat(60)}`]))
    await expect(small.render(long).then(({ pages }) => pages)).rejects.toMatchObject({ code: 'too-large' })
    slow.close()
    small.close()
  })
})
