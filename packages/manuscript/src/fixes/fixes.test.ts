import { describe, expect, it } from 'vitest'
import type { Finding } from '../audit/finding.ts'
import { parsePage } from '../parsed-page.ts'
import { applyPatch } from '../patch/apply-patch.ts'
import { auditWith } from './audit.fixture.ts'
import { checkText, type FixContext } from './fix.ts'
import { fixAll } from './fix-all.ts'
import { fixesFor } from './fixes-for.ts'

/** What a page becomes by the fix of the first finding of a rule; undefined when none is offered. */
function mended(text: string, rule: string, context: FixContext = {}) {
  const check = context.check ?? auditWith()
  const findings = check(text, []).filter(finding => finding.rule === rule)
  expect(findings.length).toBeGreaterThan(0)
  const [fix] = fixesFor(parsePage(text), findings, { ...context, check })
  if (!fix) return undefined
  const fixed = applyPatch(text, fix.patch)
  expect(check(fixed, fix.renames ?? []).filter(finding => finding.rule === rule).length).toBeLessThan(findings.length)
  return fixed
}

describe('fences', () => {
  it.each([
    ['an admonition after its paragraph', ':::{note}\nText.\n\nMore.\n', ':::{note}\nText.\n:::\n\nMore.\n'],
    [
      'a proof before the next heading',
      '# A\n\n:::{prf:proof}\nOne.\n\nTwo.\n\n## B\n\nText.\n',
      '# A\n\n:::{prf:proof}\nOne.\n\nTwo.\n:::\n\n## B\n\nText.\n',
    ],
    [
      'options and all',
      '```{figure} a.png\n:alt: x\n\nCaption.\n\nText.\n',
      '```{figure} a.png\n:alt: x\n\nCaption.\n```\n\nText.\n',
    ],
    [
      'the inner one within the outer',
      '::::{note}\n:::{tip}\nText.\n::::\n',
      '::::{note}\n:::{tip}\nText.\n:::\n::::\n',
    ],
    [
      'code before a heading',
      '```python\n# comment\nx = 1\n\n## Next\n\nText.\n',
      '```python\n# comment\nx = 1\n```\n\n## Next\n\nText.\n',
    ],
    [
      'code before a sentence',
      '```js\nlet a = 1\n\nlet b\n\nThis is the text that goes on here.\n',
      '```js\nlet a = 1\n\nlet b\n```\n\nThis is the text that goes on here.\n',
    ],
    ['in a quote', '> :::{note}\n> Text.\n\nMore.\n', '> :::{note}\n> Text.\n> :::\n\nMore.\n'],
    ['in a list', '- :::{note}\n  Text.\n\nMore.\n', '- :::{note}\n  Text.\n  :::\n\nMore.\n'],
    ['at the end of a file without one', ':::{note}\nText.', ':::{note}\nText.\n:::'],
    ['a mark that closes nothing', 'Text.\n\n:::\n\nMore.\n', 'Text.\n\n\nMore.\n'],
  ])('unclosed: %s', (_, text, expected) => {
    expect(mended(text, 'unclosed-fence')).toBe(expected)
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`
    expect(mended(windows(text), 'unclosed-fence')).toBe(windows(expected))
  })

  it.each([
    [
      'a tab before the next',
      '::::{tab-set}\n:::{tab-item} A\nText.\n\nMore.\n\n:::{tab-item} B\nText.\n:::\n::::\n',
      '::::{tab-set}\n:::{tab-item} A\nText.\n\nMore.\n:::\n\n:::{tab-item} B\nText.\n:::\n::::\n',
    ],
    ['a shorter end', '::::{note}\nText.\n:::\n\nMore.\n', '::::{note}\nText.\n::::\n\nMore.\n'],
    ['an end of another kind', '```{note}\nText.\n:::\n\nMore.\n', '```{note}\nText.\n```\n\nMore.\n'],
    ['code with an end of another kind', '```js\nlet a\n~~~\n\nMore.\n', '```js\nlet a\n```\n\nMore.\n'],
    [
      'a beginning of another kind than all around',
      ':::::{tab-set}\n````{tab-item} A\nText.\n````\n````{tab-item} B\nText.\n````\n`````\n\nMore.\n',
      '`````{tab-set}\n````{tab-item} A\nText.\n````\n````{tab-item} B\nText.\n````\n`````\n\nMore.\n',
    ],
    [
      'one of the same length inside',
      ':::{note}\n:::{tip}\nText.\n:::\n:::\n',
      '::::{note}\n:::{tip}\nText.\n:::\n::::\n',
    ],
    [
      'three of the same length',
      ':::{note}\n:::{tip}\n:::{hint}\nText.\n:::\n:::\n:::\n',
      ':::::{note}\n::::{tip}\n:::{hint}\nText.\n:::\n::::\n:::::\n',
    ],
    [
      'an example in an example',
      '```md\n```js\nlet a\n```\n```\n\nMore.\n',
      '````md\n```js\nlet a\n```\n````\n\nMore.\n',
    ],
    [
      'a stray mark before code',
      'Text.\n\n```\n\nProse.\n\n```sql\nselect 1\n```\n',
      'Text.\n\n\nProse.\n\n```sql\nselect 1\n```\n',
    ],
    [
      'code that was not closed before more code',
      '```js\nlet a\n\n```sql\nselect 1\n```\n',
      '```js\nlet a\n```\n\n```sql\nselect 1\n```\n',
    ],
    ['marks that name nothing', ':::\nText.\n:::\n', 'Text.\n'],
  ])('mismatched: %s', (_, text, expected) => {
    expect(mended(text, 'mismatched-fence')).toBe(expected)
  })

  it('mends one mistake and leaves another to its own fix', () => {
    const text = '::::{note}\nOne.\n:::\n\n## H\n\n```{tip}\nTwo.\n~~~\n'
    expect(fixAll(text).text).toBe('::::{note}\nOne.\n::::\n\n## H\n\n```{tip}\nTwo.\n```\n')
  })

  it('offers what shows other mistakes that were hidden', () => {
    const { fixes, text, left } = fixAll('# A\n\n:::{note}\nText.\n\n#### B\n\nText[^x].\n')
    expect(fixes.map(({ rule }) => rule)).toEqual(['unclosed-fence', 'heading-jump'])
    expect(text).toBe('# A\n\n:::{note}\nText.\n:::\n\n## B\n\nText[^x].\n')
    expect(left.map(({ rule }) => rule)).toEqual(['undefined-footnote'])
  })

  it('reads pages without mistakes as they are', () => {
    const page =
      '::::{grid} 2\n:::{card}\nText.\n:::\n::::\n\n```\ncode\n```\n\n````md\n```{note}\n````\n\n- ```js\n  x\n  ```\n'
    expect(fixAll(page)).toEqual({ text: page, fixes: [], left: [] })
  })

  it('is bounded for thousands of fences', () => {
    for (const text of [
      ':::{note}\n'.repeat(1_000),
      '```\n:::\n'.repeat(1_000),
      '::::{note}\na\n:::\n\n'.repeat(1_000),
    ]) {
      const fences = (all: readonly Finding[]) => all.filter(({ rule }) => rule.endsWith('-fence')).length
      expect(fences(fixAll(text).left)).toBeLessThanOrEqual(fences(checkText(text)))
    }
  })
})

describe('headings', () => {
  it('are raised with everything under them', () => {
    const text = '# A\n\n### B\n\n##### C\n\n### D ###\n\n## E\n\n### F\n'
    expect(mended(text, 'heading-jump')).toBe('# A\n\n## B\n\n#### C\n\n## D ###\n\n## E\n\n### F\n')
    expect(fixAll(text).text).toBe('# A\n\n## B\n\n### C\n\n## D ###\n\n## E\n\n### F\n')
  })
})

describe('images', () => {
  it.each([
    ['![](img/my-cat_1.png)', '![Description to be written: my cat 1](img/my-cat_1.png)'],
    ['![a](a.png) ![](b%20c.png "T")', '![a](a.png) ![Description to be written: b c](b%20c.png "T")'],
    [
      ':::{figure} a.png\n:name: f\n\nThe *hive* in May. More.\n:::',
      ':::{figure} a.png\n:name: f\n:alt: Description to be written: The hive in May.\n\nThe *hive* in May. More.\n:::',
    ],
    ['```{image} b/the-hive.png\n```', '```{image} b/the-hive.png\n:alt: Description to be written: the hive\n```'],
    [
      ':::{figure} a.png\n---\nwidth: 50%\n---\nA "b": c\n:::',
      ':::{figure} a.png\n---\nalt: "Description to be written: A \\"b\\": c"\nwidth: 50%\n---\nA "b": c\n:::',
    ],
  ])('get a stub of a description: %s', (text, expected) => {
    expect(mended(text, 'missing-alt')).toBe(expected)
  })

  it('get the name of what they are, everywhere on the page', () => {
    const text =
      '![a](img/x%20y.png)\n\n:::{figure} img/x%20y.png\n:alt: b\nThe file img/x%20y.png.\n:::\n\n`img/x%20y.png`\n'
    const types = { 'img/x y.png': 'jpg', 'img/x%20y.png': 'jpg', 'img/x%20y.jpg': 'jpg' }
    const check = auditWith(types)
    const context = { check, imageExtension: (path: string) => types[path as keyof typeof types] }
    const [fix, more] = fixesFor(parsePage(text), check(text, []), context)
    expect(fix?.renames).toEqual([{ from: 'img/x y.png', to: 'img/x y.jpg' }])
    expect(more).toBeUndefined()
    expect(applyPatch(text, fix!.patch)).toBe(
      '![a](img/x%20y.jpg)\n\n:::{figure} img/x%20y.jpg\n:alt: b\nThe file img/x%20y.png.\n:::\n\n`img/x%20y.png`\n',
    )
    expect(fixesFor(parsePage(text), check(text, []), { ...context, exists: () => true })).toEqual([])
  })
})

describe('front matter', () => {
  it.each([
    ['title: Queues: a guide', 'title: "Queues: a guide"'],
    ['title: @home', 'title: "@home"'],
    ['title: "A "good" book"', 'title: "A \\"good\\" book"'],
    ['title: [draft', 'title: "[draft"'],
    ['title: One\ntitle: Two', '# title: One\ntitle: Two'],
    ['title: A: b\nabout: C: d', 'title: "A: b"\nabout: "C: d"'],
    ['tags:\n\t- a', 'tags:\n  - a'],
  ])('%j becomes %j', (yaml, expected) => {
    expect(mended(`---\n${yaml}\n---\n# T\n`, 'front-matter')).toBe(`---\n${expected}\n---\n# T\n`)
  })

  it('is left alone where a guess would be needed', () => {
    expect(mended('---\na: 1\n b: [\n}: x\n---\n', 'front-matter')).toBeUndefined()
  })
})

describe('labels', () => {
  it('the later gets another name, which no other page has', () => {
    const text = '(a)=\n# A\n\n[](#a)\n\n(a)=\n## B\n'
    const check = auditWith()
    expect(mended(text, 'duplicate-label', { check, labels: new Set(['a-2']) })).toBe(
      text.replace('(a)=\n##', '(a-3)=\n##'),
    )
    const figures = ':::{figure} a.png\n:name: f\n:alt: x\n:::\n\n:::{figure} b.png\n:alt: y\n:name: f\n:::\n'
    expect(mended(figures, 'duplicate-label')).toBe(figures.replace('y\n:name: f', 'y\n:name: f-2'))
  })

  it('takes along the references that can mean nothing else', () => {
    const text = '(a)=\n# A\n\n$$\nx\n$$ (a)\n\nSee {eq}`a` and [](#a).\n'
    expect(mended(text, 'duplicate-label')).toBe(
      text.replace('(a)\n\nSee', '(a-2)\n\nSee').replace('{eq}`a`', '{eq}`a-2`'),
    )
  })
})

describe('footnotes', () => {
  it('a slip of the pen is mended on either finding', () => {
    const text = 'One[^Quantum-note] and `[^Quantum-note]`.\n\nTwo[^quantumm].\n\n[^quantum]: The note.\n'
    for (const rule of ['undefined-footnote', 'unused-footnote']) {
      expect(mended(text.replace(/^.*\n\n/, ''), rule)).toBe('Two[^quantum].\n\n[^quantum]: The note.\n')
    }
    // Which of two is meant cannot be told, nor whether a number is a slip.
    expect(mended('a[^notea]\n\n[^noteb]: x\n[^notec]: y\n', 'undefined-footnote')).toBeUndefined()
    expect(mended('a[^1]\n\n[^2]: x\n', 'undefined-footnote')).toBeUndefined()
  })

  it('a note stays once when it is there twice, and twice when they differ', () => {
    expect(mended('a[^x]\n\n[^x]: Note.\n\n[^x]: Note.\n', 'duplicate-footnote')).toBe('a[^x]\n\n[^x]: Note.\n\n')
    expect(mended('a[^x]\n\n[^x]: Note.\n\n[^x]: Other.\n', 'duplicate-footnote')).toBeUndefined()
  })
})

describe('fixAll', () => {
  it('mends a thousand findings without parsing the page a thousand times', () => {
    let parsed = 0
    const check = auditWith()
    const text = '![](a.png)\n\n'.repeat(1_000)
    const counting = (text: string) => {
      parsed++
      return check(text, [])
    }
    const fixed = fixAll(text, { check: counting })
    expect(fixed.fixes).toHaveLength(1_000)
    expect(fixed.left).toEqual([])
    expect(parsed).toBeLessThan(10)
  })

  it('mends only what is asked for', () => {
    const text = '# A\n\n### B\n\n![](a.png)\n'
    expect(fixAll(text, { check: auditWith() }, ['missing-alt']).fixes.map(({ rule }) => rule)).toEqual(['missing-alt'])
  })
})
