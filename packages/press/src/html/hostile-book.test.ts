import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'
import { describe, expect, it } from 'vitest'
import { bookOf } from '../testing.ts'
import { sanitizeHtml } from './sanitize-html.ts'
import { htmlOf } from './testing.ts'

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</code></pre><iframe src=javascript:alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
  '<style>@import "https://evil.example/x.css"</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<base href=https://evil.example/>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<form action=https://evil.example><input name=a></form>',
  ']]><!--><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
]

/** Every place of a book where an author, or someone who sent him something, may have put a payload. */
const places: Record<string, (payload: string) => string> = {
  title: payload => `# ${payload}\n\nText.`,
  heading: payload => `# A\n\n## ${payload}`,
  text: payload => `# A\n\n${payload}`,
  block: payload => `# A\n\n<div>\n${payload}\n</div>`,
  code: payload => `# A\n\n\`\`\`html\n${payload}\n\`\`\`\n\n\`${payload}\``,
  language: payload => `# A\n\n\`\`\`${payload.replace(/\s/g, '')}\nx\n\`\`\``,
  'raw HTML': payload => `# A\n\n\`\`\`{raw} html\n${payload}\n\`\`\``,
  alt: payload =>
    `# A\n\n![${payload}](image.png "${payload.replace(/"/g, "'")}")\n\n![${payload}](https://evil.example/a.png)`,
  link: payload =>
    `# A\n\n[a](<javascript:${payload}>) [b](<data:text/html,${payload}>) [c](<https://example.org/${payload}>) [d](<vbscript:x>)`,
  caption: payload =>
    `# A\n\n:::{figure} image.png\n:alt: ${payload}\n:width: 1px;background:url(https://evil.example)\n${payload}\n:::`,
  math: payload =>
    `# A\n\n$${payload}$\n\n$\\href{javascript:alert(1)}{x}$ $\\text{${payload}}$ $\\includegraphics{https://evil.example/a.png}$`,
  diagram: payload =>
    `# A\n\n\`\`\`{mermaid}\nflowchart LR\n  a["${payload.replace(/"/g, "'")}"] --> b\n  click a "javascript:alert(1)"\n\`\`\``,
  tab: payload => `# A\n\n::::{tab-set}\n:::{tab-item} ${payload}\nx\n:::\n::::`,
  frame: payload =>
    `# A\n\n\`\`\`{iframe} https://example.org/"${payload.replace(/\s/g, '')}\n:title: ${payload}\n\`\`\``,
  class: payload => `# A\n\n:::{div}\n:class: ${payload}\nx\n:::\n\n:::{note}\n:class: x" onclick="alert(1)\ny\n:::`,
  note: payload => `# A\n\nText[^a].\n\n[^a]: ${payload}`,
  table: payload => `# A\n\n| ${payload} |\n|---|\n| ${payload} |`,
  abbreviation: payload => `# A\n\n{abbr}\`A (${payload})\``,
}

const loading = ['src', 'srcSet', 'poster', 'data', 'action', 'formAction', 'xLinkHref', 'background', 'cite', 'ping']

function harmIn(html: string): string[] {
  const harm: string[] = []
  visit(fromHtml(html, { fragment: true }) as Root, 'element', ({ tagName, properties }: Element) => {
    if (
      /^(script|style|link|base|meta|iframe|object|embed|form|template|noscript|foreignobject|animate|set)$/i.test(
        tagName,
      )
    )
      harm.push(tagName)
    if (tagName === 'input' && !/^(radio|checkbox)$/.test(String(properties.type))) harm.push(tagName)
    for (const [name, value] of Object.entries(properties)) {
      if (/^on/i.test(name)) harm.push(name)
      if (/^\s*(javascript|data|vbscript):/i.test(String(value)) && name !== 'alt' && name !== 'title')
        harm.push(`${name}=${value}`)
      if (/url\(\s*['"]?(?!#)/i.test(String(value)) && (name === 'style' || tagName !== 'img'))
        harm.push(`${name}=${value}`)
      if (loading.includes(name) && /^(\w+:|\/\/)/.test(String(value))) harm.push(`${name}=${value}`)
    }
  })
  return harm
}

it('is a test that finds harm where there is some', () => {
  for (const payload of payloads.filter(payload => payload.startsWith('<')))
    expect(harmIn(payload), payload).not.toEqual([])
})

describe.each(Object.entries(places))('a payload in the %s', (_, place) => {
  it('neither runs nor loads', async () => {
    const pages = payloads.map((payload, at) => ({ file: `p${at}.md`, text: place(payload) }))
    const rendered = await htmlOf(bookOf(pages, { files: { 'image.png': 'x' } }))
    for (const { html } of rendered) expect(harmIn(html), html).toEqual([])
  })
})

describe('sanitizeHtml', () => {
  it('keeps what marks up, and names what it takes out', () => {
    const { nodes, removed } = sanitizeHtml(
      '<p class="x">A <mark onclick="a()">word</mark><script>a()</script> <a href="https://example.org">there</a></p>',
    )
    expect(JSON.stringify(nodes)).toContain('"mark"')
    expect(removed).toEqual(['classname', 'onclick', '<script>'])
  })

  it.each([
    '<img src="https://evil.example/a.png">',
    '<a href="//evil.example">x</a>',
    '<a href="../up">x</a>',
    '<p style="background:url(x)">x</p>',
  ])('takes out what loads or leads elsewhere: %s', html =>
    expect(JSON.stringify(sanitizeHtml(html).nodes)).not.toMatch(/evil|style|up"/),
  )
})
