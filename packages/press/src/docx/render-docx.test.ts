import { catalogue } from '@octavo/manuscript'
import { strFromU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { BookNode } from '../book/nodes.ts'
import type { PressBook } from '../book/press-book.ts'
import { prepareImages } from '../images/index.ts'
import { bookOf } from '../testing.ts'
import { renderDocx } from './render-docx.ts'

async function docx(book: PressBook) {
  const { docx, problems } = await renderDocx(await bindBook(book), { prepareImage: prepareImages() })
  const files = unzipSync(docx)
  const part = (name: string) => strFromU8(files[name]!)
  return { files, part, document: part('word/document.xml'), problems }
}

/** The words of a part, paragraphs on lines of their own. */
const wordsOf = (xml: string) =>
  xml
    .replace(/<\/w:p>/g, '\n')
    .replace(/<w:(tab|br)\/>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

function words(nodes: readonly BookNode[]): string[] {
  return nodes.flatMap(node => {
    const own = node.type === 'text' ? String(node.value).split(/\s+/).filter(Boolean) : []
    return [...own, ...words(node.children ?? [])]
  })
}

let png: Buffer
beforeAll(async () => {
  png = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#246' } })
    .png()
    .toBuffer()
})

describe('renderDocx', () => {
  it('shows every word of every feature of the catalogue', async () => {
    const pages = catalogue.map(({ id, name, example }) => ({ file: `${id}.md`, text: `# ${name}\n\n${example}` }))
    const book = bookOf(pages)
    const { document, part } = await docx(book)
    const shown = wordsOf(document) + wordsOf(part('word/footnotes.xml'))
    const bound = await bindBook(book)
    const lost = bound.pages.flatMap(page =>
      [
        ...words(page.titleNodes),
        ...words(page.children),
        ...[...page.footnotes.values()].flatMap(note => words(note.children)),
      ].filter(word => !shown.includes(word)),
    )
    expect(lost).toEqual([])
  })

  it('has styles, equations, captions that are referred to, footnotes and a table of contents', async () => {
    const { document, part, files, problems } = await docx(
      bookOf(
        [
          [
            '# First',
            '## A section\n\nAs in [](#fig-a) and [](#eq-a), it holds[^n].\n\n[^n]: In *short*.',
            ':::{figure} a.png\n:label: fig-a\n:alt: What is seen\n:width: 50%\n\nThe caption.\n:::',
            '```{math}\n:label: eq-a\n\\frac{a}{b} = \\sqrt{c}\n```',
            '> Quoted.\n\n1. one\n   - deep\n2. two\n\n- [x] done',
            '| A | B |\n|---|--:|\n| x | 1 |',
          ].join('\n\n'),
        ],
        { files: { 'a.png': png }, rights: 'CC-BY-4.0', isbn: '978-3-16-148410-0', subtitle: 'A guide' },
      ),
    )
    expect(problems).toEqual([])
    for (const style of [
      'Title',
      'Subtitle',
      'Heading1',
      'Heading2',
      'Caption',
      'Quote',
      'ListParagraph',
      'TableText',
    ]) {
      expect(document, style).toContain(`w:pStyle w:val="${style}"`)
    }
    const bookmarks = [...document.matchAll(/<w:bookmarkStart w:name="([^"]+)"/g)].map(([, name]) => name)
    const fields = [...document.matchAll(/REF (octavo_\d+)/g)].map(([, name]) => name)
    expect(fields).toHaveLength(2)
    for (const name of fields) expect(bookmarks).toContain(name)
    expect(new Set(bookmarks).size).toBe(bookmarks.length)
    expect(document).toContain('<m:f>')
    expect(document).toContain('<m:rad>')
    expect(document).toContain('TOC \\h')
    expect(document).toContain('descr="What is seen"')
    expect(document).toContain('<w:tblHeader/>')
    expect(wordsOf(part('word/footnotes.xml'))).toContain('In short.')
    expect(Object.keys(files).filter(name => name.startsWith('word/media/'))).toHaveLength(1)
    expect(wordsOf(document)).toMatch(/Figure\u00a01\.1/)
    expect(part('docProps/core.xml')).toContain('Leases and Queues')
  })

  it('keeps what a formula says when Word has no words for it, and tells of it', async () => {
    const { document, problems } = await docx(
      bookOf(['# A\n\n$$\\begin{CD}A @>f>> B\\end{CD}$$\n\n$\\ket{\\psi}$ $\\ce{H2O}$']),
    )
    expect(wordsOf(document)).toContain('\\begin{CD}')
    expect(problems.map(({ rule, line }) => [rule, line])).toEqual([['not-shown', 3]])
  })

  it('is set on one paper from the title to the end', async () => {
    const { docx } = await renderDocx(await bindBook(bookOf(['# A'])), {
      paper: 'letter',
      prepareImage: prepareImages(),
    })
    const sections = [...strFromU8(unzipSync(docx)['word/document.xml']!).matchAll(/<w:pgSz [^>]*>/g)].map(
      ([size]) => size,
    )
    expect(sections).toHaveLength(2)
    for (const size of sections) expect(size).toContain('w:w="12240" w:h="15840"')
  })

  it('takes any text for text', async () => {
    const odd = '<w:p>&amp; ]]> \u0007\u{1F600} <script>alert(1)</script>'
    const { document } = await docx(bookOf([`# ${odd}\n\n\`\`\`\n${odd}\n\`\`\``], { title: odd }))
    expect(document).not.toContain('<script>')
    expect(wordsOf(document)).toContain('\u{1F600}')
    // Control characters are no XML 1.0 at all.
    expect(document).not.toContain('\u0007')
  })
})
