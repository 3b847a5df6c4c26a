import { catalogue } from '@octavo/manuscript'
import { describe, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { bookOf } from '../testing.ts'
import { renderMarkdown } from './render-markdown.ts'

const textsOf = async (...book: Parameters<typeof bookOf>) => {
  const files = await renderMarkdown(await bindBook(bookOf(...book)))
  return new Map([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

const words = (nodes: readonly BookNode[]): string[] =>
  nodes.flatMap(node => [
    ...(node.type === 'text'
      ? String(node.value)
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean)
      : []),
    ...words(node.children ?? []),
  ])

describe('renderMarkdown', () => {
  it('keeps every word of every feature of the catalogue', async () => {
    const pages = catalogue.map(({ id, name, example }) => ({ file: `${id}.md`, text: `# ${name}\n\n${example}` }))
    const book = await bindBook(bookOf(pages))
    const files = await renderMarkdown(book)
    for (const page of book.pages) {
      const shown = new TextDecoder().decode(files.get(`${page.slug}.md`)!)
      expect(
        words(page.children).filter(word => !shown.includes(word)),
        page.slug,
      ).toEqual([])
    }
  })

  it('writes what GitHub reads', async () => {
    const page = [
      '# Leases',
      'See [](other.md), [](#why) and **this**[^1], $a^2$.\n\n[^1]: A note.',
      '(why)=\n## Why',
      ':::{warning}\nMind *it*.\n:::',
      '```{figure} img/a b.png\n:alt: Seen\n:label: fig\nA caption.\n```',
      '| a | b |\n|---|--:|\n| 1 | x &#124; y |',
      '```{math}\n:label: eq\na = b\n```',
      '{kbd}`Ctrl`, H{sub}`2`O, 1 * 2',
    ].join('\n\n')
    const files = await textsOf([page, { file: 'other.md', text: '# Other' }], { files: { 'img/a b.png': 'x' } })
    expect([...files.keys()]).toEqual(['README.md', 'page-1.md', 'other.md', 'files/img/a b.png'])
    expect(files.get('README.md')).toContain('- [Chapter 1: Leases](page-1.md)\n- [Chapter 2: Other](other.md)')
    expect(files.get('page-1.md')).toMatchInlineSnapshot(`
      "# Chapter 1: Leases

      See [Other](other.md), [Section 1.1](#11-why) and **this**[^1], $a^2$.

      ## 1.1 Why

      > [!WARNING]
      >
      > **Warning**
      >
      > Mind *it*.

      ![Seen](files/img/a%20b.png)

      **Figure 1.1** A caption.

      | a |      b |
      | - | -----: |
      | 1 | x \\| y |

      $$
      a = b \\tag{1.1}
      $$

      <kbd>Ctrl</kbd>, H<sub>2</sub>O, 1 \\* 2

      [^1]: A note.
      "
    `)
  })
})
