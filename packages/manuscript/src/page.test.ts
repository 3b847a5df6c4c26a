import { expect, it } from 'vitest'
import { headingsOf, labelsOf, referencesOf } from './page.ts'

const page = `---
label: Front
---
(top)=
# The *top*

See [](#fig), {ref}\`top\`, {cite}\`knuth\`, {term}\`Lease\`, [x](other.md#a) and <https://example.org>.

:::{figure} a.png
:name: fig
Caption
:::

> # Quoted

Setext
------

$$
x
$$ (eq)
`

it('lists labels with their lines, once each', () => {
  expect(labelsOf(page).map(({ identifier, line }) => [identifier, line])).toEqual([
    ['front', 2],
    ['top', 4],
    ['fig', 9],
    ['eq', 19],
  ])
})

it('lists the headings of the page itself', () => {
  expect(headingsOf(page)).toEqual([
    { depth: 1, text: 'The top', line: 5 },
    { depth: 2, text: 'Setext', line: 16 },
  ])
})

it('lists what a page refers to, by kind', () => {
  expect(referencesOf(page).map(({ kind, target }) => `${kind} ${target}`)).toEqual([
    'label fig',
    'label top',
    'citation knuth',
    'term Lease',
    'link other.md#a',
    'link https://example.org',
    'link a.png',
  ])
})
