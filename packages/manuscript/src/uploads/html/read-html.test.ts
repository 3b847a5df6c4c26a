import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkMyst } from '../../check-myst.ts'
import { pageOf, unaccounted } from '../accounted.fixture.ts'
import { readUpload } from '../index.ts'
import { uploadLimits } from '../limits.ts'
import { plainOfMyst } from '../plain-of.ts'
import { wordsOf } from './element.ts'
import { parseHtml } from './parse-html.ts'

const read = (html: string) =>
  readUpload({ name: 'a.html', bytes: new TextEncoder().encode(`<!doctype html><html><body>${html}</body></html>`) })
const myst = async (html: string) => pageOf(await read(html))

describe('HTML as MyST', () => {
  test.each([
    ['<h2>Two <em>things</em> #</h2>', '## Two *things* \\#'],
    ['<p>a <b>bold</b> <i> spaced </i>word</p>', 'a **bold** *spaced* word'],
    ['<p><b>one</b><b>two</b> <i>a<i>b</i></i></p>', '**onetwo** *ab*'],
    ['<p>in<i>“side”</i>word</p>', 'in“side”word'],
    ['<p>x<sup>2</sup> H<sub>2</sub>O <s>no</s></p>', 'x{sup}`2` H{sub}`2`O {del}`no`'],
    ['<p><code>a`b</code> <kbd>Esc</kbd></p>', '``a`b`` `Esc`'],
    ['<p>one<br>two</p>', 'one\\\ntwo'],
    ['<p><a href="https://e.org/a_(b)">x</a> <a href="javascript:alert(1)">y</a></p>', '[x](<https://e.org/a_(b)>) y'],
    ['<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>', '- a\n  - b\n\n- c\n\n  d'],
    ['<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['<blockquote><p>a</p><ul><li>b</li></ul></blockquote>', '> a\n>\n> - b'],
    ['<pre><code class="language-js">let a\n\n```</code></pre>', '````js\nlet a\n\n```\n````'],
    [
      '<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td colspan="1">x<br>y</td></tr></table>',
      '| A | B |\n| --- | --- |\n| 1\\|2 | x y |',
    ],
    ['<dl><dt>Salt</dt><dd>White.</dd><dd>Dear.</dd></dl>', 'Salt\n: White.\n: Dear.'],
    ['<p>1. April</p><p>- dash</p><p># hash</p>', '1\\. April\n\n\\- dash\n\n\\# hash'],
    ['<div>a<div>b</div>c</div>', 'a\n\nb\n\nc'],
    [
      '<p>Look<a id="r" href="#n"><sup>1</sup></a>.</p><ol><li id="n">A note. <a href="#r">↩</a></li></ol>',
      'Look[^note-n].\n\n[^note-n]: A note.',
    ],
    ['<p><a href="#x">there</a></p><h2 id="x">There</h2>', '[there](#x)\n\n(x)=\n## There'],
    [
      '<math display="block"><semantics><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></semantics></math>',
      '$$x_1$$',
    ],
    ['<hr>', '***'],
  ])('%s', async (html, expected) => {
    const text = await myst(html.startsWith('<hr') ? `<p>a</p>${html}` : html)
    expect(text.replace(/^a\n\n(?=\*\*\*)/, '')).toBe(expected)
    expect(checkMyst(text)).toEqual([])
  })

  test('a figure keeps its picture, description and caption', async () => {
    const data = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='
    const upload = await read(`<figure><img src="${data}" alt="A dot"><figcaption>One <b>dot</b></figcaption></figure>`)
    expect(pageOf(upload)).toBe(':::{figure} images/picture-1.gif\n:alt: A dot\n\nOne **dot**\n:::')
    expect(upload.images.size).toBe(1)
  })

  test('cells with more than a line make a list-table', async () => {
    expect(await myst('<table><tr><th>A</th><th>B</th></tr><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>')).toBe(
      ':::{list-table}\n:header-rows: 1\n\n* - A\n  - B\n* - a\n\n    b\n  - c\n:::',
    )
  })
})

const word = fc.constantFrom(
  'salt',
  'a_b',
  '*x*',
  '“q”',
  '1.',
  '#',
  '[a](b)',
  '<tag>',
  '$5',
  'é',
  '`',
  '~~',
  '|',
  '\\',
  '&amp;',
  '-',
  'end.',
)
const inlineTag = fc.constantFrom('b', 'i', 'em', 'strong', 'code', 'span', 'sup', 'a', 's', 'small', 'q')
const blockTag = fc.constantFrom(
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'blockquote',
  'h2',
  'td',
  'table',
  'dl',
  'dt',
  'dd',
  'section',
  'pre',
)
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const tree = fc.letrec<{ node: string }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: word.map(text => `${escaped(text)} `) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(inlineTag, fc.array(tie('node'), { maxLength: 3 }))
        .map(([tag, inside]) => `<${tag}>${inside.join('')}</${tag}>`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(blockTag, fc.array(tie('node'), { maxLength: 3 }))
        .map(([tag, inside]) => `<${tag}>${inside.join('')}</${tag}>`),
    },
  ),
}))

const letters = (text: string) => text.replace(/[“”‘’"']/g, '').replace(/\s+/g, '')

test('whatever the HTML, its letters are those its blocks say, and those the parser sees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tree.node, { minLength: 1, maxLength: 6 }), async nodes => {
      const html = `<p>Start</p>${nodes.join('')}`
      const upload = await read(html)
      const words = wordsOf(parseHtml(html, uploadLimits, 'x'))
      expect(letters(upload.blocks.map(block => block.plain).join(''))).toBe(letters(words))
      expect(letters(plainOfMyst(pageOf(upload)))).toBe(letters(words))
    }),
    { numRuns: 300 },
  )
})

describe('a page', () => {
  const article = Array.from(
    { length: 8 },
    (_, index) =>
      `<p>Paragraph ${index} of the article, which has commas, and enough words in it to be taken for prose by anyone who reads.</p>`,
  ).join('')

  test('of the web is its article; what stands around it is listed', async () => {
    const upload = await read(
      `<nav><a href="/">Home</a> <a href="/x">Shop</a></nav><main><article><h1>Salt</h1>${article}</article></main><aside class="sidebar related"><p><a href="/1">Other story</a></p></aside><footer>Imprint</footer>`,
    )
    expect(upload.blocks.map(block => block.plain)[0]).toBe('Salt')
    expect(upload.blocks).toHaveLength(9)
    expect(upload.removed.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Home Shop', 'Other story', 'Imprint']),
    )
  })

  test('without anything around is all of it, without its programs', async () => {
    const upload = await read(
      `<h1>Salt</h1><p>Short.</p><script>alert("words of a program")</script><style>p {}</style><p hidden>Hidden</p>`,
    )
    expect(upload.blocks.map(block => block.plain)).toEqual(['Salt', 'Short.'])
    expect(upload.removed.map(({ reason }) => reason)).toEqual(['script', 'script', 'hidden'])
    expect(unaccounted('Salt Short alert words of a program Hidden', upload)).toEqual([])
  })

  test('made by a program when it is opened is refused', async () => {
    await expect(read('<div id="root"></div><script>render()</script>')).rejects.toMatchObject({ reason: 'no-text' })
  })

  test('nested without end is refused at once', async () => {
    await expect(read('<div>'.repeat(100_000))).rejects.toMatchObject({
      reason: 'damaged',
      message: expect.stringMatching(/nested/),
    })
  })
})
