import { catalogue } from '@octavo/manuscript'
import { unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { PressBook } from '../book/press-book.ts'
import { prepareImages } from '../images/index.ts'
import { realBook } from '../real-book.fixture.ts'
import { bookOf } from '../testing.ts'
import { epubcheck, hasJava, quickCheck } from './epubcheck.fixture.ts'
import { type EpubOptions, renderEpub } from './render-epub.ts'

const render = async (book: PressBook, options: Partial<EpubOptions> = {}) =>
  renderEpub(await bindBook(book), { prepareImage: prepareImages(), ...options })

/** The files of an EPUB as text, by their path in the package. */
async function filesOf(book: PressBook, options?: Partial<EpubOptions>): Promise<Map<string, string>> {
  const { epub } = await render(book, options)
  const files = Object.entries(unzipSync(epub))
  return new Map(files.map(([path, bytes]) => [path.replace(/^EPUB\//, ''), new TextDecoder().decode(bytes)]))
}

let picture: Uint8Array
beforeAll(async () => {
  const grey = { width: 60, height: 40, channels: 3, background: '#888' } as const
  picture = new Uint8Array(await sharp({ create: grey }).png().toBuffer())
})

/** Every feature on a page of its own, and a book that has everything a book can have. */
const everything = (): PressBook =>
  bookOf(
    catalogue.map(({ id, example }) => ({ file: `features/${id}.md`, text: `# The feature ${id}\n\n${example}` })),
    {
      title: 'Everything <&> "more"',
      subtitle: 'Of it',
      authors: ['Ada Lovelace', 'A. M. Turing'],
      publisher: 'House & Home',
      isbn: '978-3-16-148410-0',
      rights: 'CC-BY-4.0',
      keywords: ['a & b', 'c'],
      description: 'What a book\ncan have.',
      dedication: 'To all,\nand to none.',
      cover: 'image.png',
      bibliography: '@book{knuth1974, author={Knuth, Donald}, title={Art & more}, year={1974}}',
      files: Object.fromEntries([
        ...['image', 'map', 'before', 'after', 'plot'].map(name => [`features/${name}.png`, picture]),
        ['image.png', picture],
        ['features/film.mp4', 'x'],
        ['features/data.csv', 'a,b'],
        ['features/main.py', 'first = 1\nsecond = 2'],
      ]),
    },
  )

const novel = (): PressBook =>
  bookOf(
    [
      { kind: 'front', file: 'prologue.md', text: '# Prologue\n\nThe lamp was lit.' },
      {
        kind: 'part',
        file: 'part',
        title: 'Part I: The House',
        children: [
          {
            kind: 'chapter',
            file: 'one.md',
            text: '---\nsubtitle: In which it is dark\n---\n# The Door\n\n“Who is there?” he said.\n\nNobody.[^a]\n\n---\n\nThe next morning…\n\n[^a]: So he thought.',
          },
        ],
      },
      {
        kind: 'chapter',
        file: 'two.md',
        text: '# The Stairs\n\n> Down, and down.\n>\n> -- An old song\n\nIt was dark \u000b there.',
      },
    ],
    { title: 'The Lamp Room', modified: new Date('2026-02-03T04:05:06Z') },
  )

const arabic = (): PressBook =>
  bookOf(['# الفصل الأول\n\nكان يا ما كان.[^أ]\n\n[^أ]: حاشية.'], { title: 'كتاب', authors: ['مؤلف'], language: 'ar' })

const samples: [string, () => PressBook, Partial<EpubOptions>][] = [
  ['every feature', everything, {}],
  ['a novel', novel, { theme: 'literary', dropCaps: true }],
  ['a book from right to left', arabic, {}],
  ['a book without fonts of its own', novel, { fonts: false }],
]

it.each(samples)('is valid to a quick check: %s', async (_, book, options) => {
  expect(await quickCheck((await render(book(), options)).epub)).toEqual([])
})

const real = realBook()
const checked = real ? [...samples, ['a real book', () => real, {}] satisfies (typeof samples)[number]] : samples
it.skipIf(!hasJava)(
  `is valid to EPUBCheck: ${checked.map(([name]) => name).join(', ')}`,
  { timeout: 180_000 },
  async () => {
    const epubs: Uint8Array[] = []
    for (const [, book, options] of checked) epubs.push((await render(book(), options)).epub)
    expect(await epubcheck(epubs)).toEqual(checked.map(() => []))
  },
)

it('is the same bytes every time, in every time zone', async () => {
  const { epub } = await render(novel())
  vi.stubEnv('TZ', 'Pacific/Kiritimati')
  try {
    expect(Buffer.from((await render(novel())).epub).equals(epub)).toBe(true)
  } finally {
    vi.unstubAllEnvs()
  }
  const { epub: once } = await render(everything())
  expect(Buffer.from((await render(everything())).epub).equals(once)).toBe(true)
})

it('begins with what it is, uncompressed', async () => {
  const { epub } = await render(novel())
  expect(new TextDecoder().decode(epub.subarray(30, 58))).toBe('mimetypeapplication/epub+zip')
})

it('is well-formed in every file, whatever the text', async () => {
  const text =
    '# A ]]> & <b> \u0000\u000b\ufffe\ud800\n\n&lt; `]]>` <br> & "quoted" \u0007\n\n```{raw} html\n<p>a<div>b</div><br>&nbsp;\n```'
  for (const [path, content] of await filesOf(bookOf([text], { title: 'A & ]]> \u0001', authors: ['<x>'] }))) {
    if (!/\.(xhtml|opf|ncx|xml)$/.test(path)) continue
    const parser = new SaxesParser({ xmlns: true })
    parser.on('error', error => {
      throw new Error(`${path}: ${error.message}`)
    })
    parser.write(content).close()
  }
})

describe('the package', () => {
  it('says what the book is', async () => {
    const opf = (await filesOf(everything())).get('package.opf')!
    for (const line of [
      '<dc:identifier id="book-id">urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301</dc:identifier>',
      '<dc:identifier id="isbn">urn:isbn:9783161484100</dc:identifier>',
      '<dc:title id="title">Everything &lt;&amp;&gt; &quot;more&quot;</dc:title>',
      '<meta refines="#author-1" property="file-as">Lovelace, Ada</meta>',
      '<dc:publisher>House &amp; Home</dc:publisher>',
      '<dc:subject>a &amp; b</dc:subject>',
      '<dc:description>What a book can have.</dc:description>',
      '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>',
      '<meta property="schema:accessibilityFeature">MathML</meta>',
    ]) {
      expect(opf).toContain(line)
    }
    expect(opf).not.toContain('refines="#author-2" property="file-as"')
  })

  it('promises of access for the blind only what is true', async () => {
    const described = (await filesOf(bookOf(['# A\n\n![A map](a.png)'], { files: { 'a.png': picture } }))).get(
      'package.opf',
    )!
    const bare = (await filesOf(bookOf(['# A\n\n![](a.png)'], { files: { 'a.png': picture } }))).get('package.opf')!
    expect(described).toContain('accessModeSufficient">textual<')
    expect(described).toContain('alternativeText')
    expect(bare).not.toContain('accessModeSufficient">textual<')
    expect(bare).not.toContain('alternativeText')
  })

  it('turns pages from right to left where the language does', async () => {
    const files = await filesOf(arabic())
    expect(files.get('package.opf')).toContain('page-progression-direction="rtl"')
    expect([...files.values()].filter(content => content.includes('<html') && !content.includes('dir="rtl"'))).toEqual(
      [],
    )
  })
})

it('leads through parts, chapters and sections, in a navigation of EPUB 3 and of EPUB 2', async () => {
  const files = await filesOf(novel())
  expect(files.get('nav.xhtml')).toContain(
    '<li><a href="pages/part-i-the-house.xhtml">Part I: The House</a><ol><li><a href="pages/one.xhtml">Chapter 1: The Door</a></li></ol></li>',
  )
  expect(files.get('nav.xhtml')).toContain('<a epub:type="bodymatter" href="pages/part-i-the-house.xhtml">')
  expect(files.get('toc.ncx')).toMatch(
    /<navPoint id="point-2".*<text>Part I: The House<\/text>.*<navPoint id="point-3"/,
  )
})

it('says what each page is', async () => {
  const files = await filesOf(novel())
  expect(files.get('pages/prologue.xhtml')).toContain('epub:type="prologue" role="doc-prologue"')
  expect(files.get('pages/one.xhtml')).toContain('<body epub:type="bodymatter">')
  expect(files.get('pages/one.xhtml')).toContain('<p class="page-subtitle" role="doc-subtitle">In which it is dark</p>')
  expect(files.get('pages/part-i-the-house.xhtml')).toContain('epub:type="part"')
})

it('holds fonts for the characters of the book, and their licences', async () => {
  const names = [...(await filesOf(novel(), { theme: 'literary' })).keys()].filter(path => path.startsWith('fonts/'))
  expect(names).toContain('fonts/eb-garamond-latin-wght-normal.woff2')
  expect(names).toContain('fonts/eb-garamond-OFL.txt')
  expect(names.filter(name => /greek|cyrillic|stix|jetbrains/.test(name))).toEqual([])
  const greek = await filesOf(bookOf(['# Λόγος']))
  expect([...greek.keys()]).toContain('fonts/source-serif-4-greek-wght-normal.woff2')
})

it('says which picture cannot be used, and prints its words', async () => {
  const book = bookOf(['# A\n\nLook: ![A map](a.png)'], { files: { 'a.png': 'no picture' } })
  const { epub, problems } = await render(book)
  expect(problems).toMatchObject([{ file: 'page-1.md', line: 3, rule: 'missing-image' }])
  expect(new TextDecoder().decode(unzipSync(epub)['EPUB/pages/page-1.xhtml'])).toContain('A map')
})

it('does without a cover that is not there, and says so', async () => {
  const { problems } = await render(bookOf(['# A'], { cover: 'gone.png' }))
  expect(problems).toMatchObject([{ file: 'gone.png', rule: 'missing-file' }])
})

it('stops when it is told to', async () => {
  const reason = new Error('enough')
  await expect(render(novel(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
