import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMyst } from './check-myst.ts'

const found = (text: string) => checkMyst(text).map(problem => `${problem.line} ${problem.rule}`)

describe('checkMyst', () => {
  it('finds nothing wrong with a page that uses much of MyST', () => {
    const page = `---
title: "Queues: a guide"
label: queues
---

(why)=
# Why

See [](#why), {numref}\`fig\`, {eq}\`little\` and {term}\`lease\`.[^one] Inline \`[^no]\`, escaped \\[^no], math $x^2$.

::::{grid} 2
:::{card} One
Text[^two]
:::
::::

:::{figure} a.png
:name: fig
A caption.
:::

## How

$$
L = \\lambda W
$$ (little)

\`\`\`\`md
\`\`\`js
[^no]
\`\`\`
\`\`\`\`

::::{exercise} Try
:label: ex
Do it.
::::

:::{solution} ex
:class: dropdown
Done.
:::

| a | b |
|---|---|
| 1[^one] | 2 |

\`\`\`{glossary}
lease
: A claim that expires.
\`\`\`

[^one]: First.
[^two]: Second,
    in two lines.
`
    expect(checkMyst(page)).toEqual([])
    expect(checkMyst(`\uFEFF${page.replaceAll('\n', '\r\n')}`)).toEqual([])
  })

  it.each([
    ['unknown-directive', 1, '```{nope} a\nx\n```'],
    ['unknown-directive', 2, '::::{note}\n:::{nope}\n:::\n::::'],
    ['unknown-role', 2, 'a\n{nope}`x`'],
    ['unclosed-fence', 3, 'a\n\n:::{note}\nlost\n\nlost'],
    ['unclosed-fence', 1, '```js\nlost'],
    ['unclosed-fence', 3, 'a\n\n:::\nlost'],
    ['unclosed-fence', 2, '::::{note}\n:::{tip}\nlost\n::::'],
    ['mismatched-fence', 1, '::::{note}\ntext\n:::\n\nlost'],
    ['mismatched-fence', 1, ':::{note}\n:::{tip}\nx\n:::'],
    ['mismatched-fence', 3, 'a\n\n```\n\nprose\n\n```sql\nselect 1\n```'],
    ['mismatched-fence', 1, ':::\ntext\n:::'],
    ['mismatched-fence', 1, '::: note\ntext\n:::'],
    ['duplicate-label', 4, '(a)=\n# A\n\n(a)=\n## B'],
    ['duplicate-label', 7, '(a)=\n# A\n\nb\n\n:::{figure} x.png\n:name: a\n:::'],
    ['undefined-footnote', 3, 'a\n\nb[^x]'],
    ['undefined-footnote', 2, ':::{note}\nb[^x]\n:::'],
    ['unused-footnote', 3, 'a\n\n[^x]: note'],
    ['unused-footnote', 2, '- a\n- [^x]: note\n  more'],
    ['unused-footnote', 3, '> a\n>\n> [^x]: note'],
    ['duplicate-footnote', 4, 'a[^x]\n\n[^x]: note\n[^x]: other'],
    ['heading-jump', 3, '# A\n\n### B'],
    ['directive-use', 1, '```{image}\n```'],
    ['directive-use', 2, ':::{note}\n:nope: x\ntext\n:::'],
  ])('reports %s on line %i', (rule, line, text) => {
    expect(found(text)).toEqual([`${line} ${rule}`])
  })

  it('names the file when told', () => {
    expect(checkMyst('a[^x]', { file: 'chapters/01-a.md' })[0]).toMatchObject({ file: 'chapters/01-a.md', column: 2 })
  })

  it('answers for any text', () => {
    const piece = fc.constantFrom(
      '# A\n',
      '### B\n',
      '(a)=\n',
      '```',
      ':::',
      '::::',
      '{note}\n',
      '{figure} x\n',
      '{table}\n',
      ':name: a\n',
      '---\n',
      'k: [v\n',
      '[^x]',
      '[^x]: d\n',
      '    e\n',
      '> ',
      '- ',
      '\n',
      '{ref}`',
      '`',
      '$$',
      '\n\n',
      '| a |\n|---|\n',
      'T\n: d\n',
      'w ',
      '{code}\n',
      '{list-table}\n',
      '{math}\n',
      '{mermaid}\n',
      '{solution} a\n',
      '%',
      '+++\n',
      '\u0000',
      '<div>',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map(pieces => pieces.join('')),
        text => {
          for (const problem of checkMyst(text)) {
            expect(problem.line).toBeGreaterThanOrEqual(1)
            expect(problem.line).toBeLessThanOrEqual(text.split('\n').length + 1)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
