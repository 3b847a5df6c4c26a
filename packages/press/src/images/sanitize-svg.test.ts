import { describe, expect, it } from 'vitest'
import { sanitizeSvg } from './sanitize-svg.ts'

const svg = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"${attributes}>${inside}</svg>`
const clean = (inside: string, attributes?: string) => sanitizeSvg(svg(inside, attributes), 'a.svg')
const within = (inside: string, attributes?: string) =>
  /^<svg [^>]*>(.*)<\/svg>$/s.exec(clean(inside, attributes).svg)?.[1] ?? ''

describe('sanitizeSvg keeps what draws', () => {
  it.each([
    ['<g fill="url(#a)"><path d="M0 0h9"/></g>'],
    ['<style>.a{fill:#f00}@media (prefers-color-scheme: dark){.a{fill:url(#b)}}</style>'],
    ['<text x="1">a &lt; b &amp; c</text>'],
    ['<image xlink:href="data:image/png;base64,AAAA"/>'],
    ['<use xlink:href="#a"/>'],
  ])('%s', inside => {
    expect(within(inside)).toBe(inside)
    expect(clean(inside).removed).toEqual([])
  })

  it('with the prefix that readers of e-books ask for', () => {
    expect(within('<use href="#a"/>')).toBe('<use xlink:href="#a"/>')
  })

  it('and gives the same when it reads what it wrote', () => {
    const { svg: once } = clean(
      '<!-- c --><a href="https://example.org"><circle r="1"/></a><style><![CDATA[.a{fill:red}]]></style>',
    )
    expect(sanitizeSvg(once, 'a.svg')).toEqual({ svg: once, removed: [] })
    expect(once).toContain('<a><circle r="1"/></a>')
  })

  it('leaves out what editors keep in it without a word', () => {
    const inkscape =
      '<metadata>x</metadata><i:namedview xmlns:i="urn:i" i:zoom="1"/><g i2:label="l" xmlns:i2="urn:i2"/>'
    expect(clean(inkscape)).toMatchObject({ removed: [] })
    expect(within(inkscape)).toBe('<g/>')
  })
})

describe('sanitizeSvg takes out what acts', () => {
  const address = 'an address outside the file'
  it.each([
    ['<script>alert(1)</script>', 'a script'],
    ['<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>', undefined],
    ['<g onload="alert(1)"/>', 'a script'],
    [
      '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="//a"/></foreignObject>',
      'text set as HTML (foreignObject)',
    ],
    ['<a><set attributeName="href" to="javascript:alert(1)"/></a>', 'an animation'],
    ['<image xlink:href="https://example.org/a.png"/>', address],
    ['<image href="file:///etc/passwd"/>', address],
    ['<image href="data:image/svg+xml;base64,AAAA"/>', address],
    ['<use href="other.svg#a"/>', address],
    ['<rect fill="url(https://example.org/#a)"/>', address],
    ['<rect style="fill:url(&quot;//example.org&quot;)"/>', address],
    ['<style>@import url(https://example.org/a.css);</style>', address],
    ['<style>a{background:\\75rl(https://example.org)}</style>', address],
    ['<style>a{background:image-set("https://example.org" 1x)}</style>', address],
    ["<style>a{b:url(  'https://example.org'  )}</style>", address],
    ['<style>a{b:url(https://example.org</style>', address],
  ])('%s', (inside, removed) => {
    const { svg: text, removed: told } = clean(inside)
    expect(text.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(
      /script|alert|onload|example\.org|passwd|iframe|other\.svg|svg\+xml/,
    )
    expect(told).toEqual(removed ? [removed] : [])
  })

  it.each([
    ['<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', /declares entities/],
    ['<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"/>', /entities/],
    ['<svg xmlns="http://www.w3.org/2000/svg">&undefined;</svg>', /well-formed/],
    ['<svg xmlns="http://www.w3.org/2000/svg"><g></svg>', /well-formed/],
    ['<svg/>', /no SVG/],
    [svg('<g>'.repeat(300) + '</g>'.repeat(300)), /nested/],
    [svg(doubling(40)), /repeats itself/],
  ])('%.60s is refused', (text, message) => {
    expect(() => sanitizeSvg(text, 'a.svg')).toThrow(message)
    expect(() => sanitizeSvg(text, 'a.svg')).toThrow(/^a\.svg: /)
  })
})

/** Each group uses the one before twice: 2 to the power of `levels`. */
function doubling(levels: number): string {
  const groups = Array.from(
    { length: levels },
    (_, level) => `<g id="g${level + 1}"><use href="#g${level}"/><use href="#g${level}"/></g>`,
  )
  return `<g id="g0"><rect/></g>${groups.join('')}`
}
