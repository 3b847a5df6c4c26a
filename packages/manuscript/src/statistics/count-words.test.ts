import { expect, it } from 'vitest'
import { countWords, readingMinutes } from './count-words.ts'

it.each([
  ['# Two words\n\nAnd *three* more.', 5],
  ['un*believ*able', 1],
  ['---\ntitle: None of this\n---\n\none', 1],
  ['`code` and $x^2$ and\n\n```js\nlet a = 1\n```\n\n$$\nx\n$$', 2],
  ['see https://example.org/a-b and [the docs](https://example.org)', 4],
  [':::{figure} a.png\n:name: fig\n:alt: four words of it\nThe caption.\n:::', 2],
  [':::{note} A title\nThe body.\n:::', 4],
  [':::{exercise}\n:label: e\nDo it.\n:::\n\n:::{solution} e\nDone.\n:::', 3],
  ['one[^a]\n\n[^a]: not counted', 1],
  ['| a | b |\n|---|---|\n| c | d |', 4],
  ['{term}`Lease` <b>bold</b> % not a comment', 5],
  ['% a comment\n\n(label)=\nword', 1],
  ['Er läuft. Il s’agit d’eau.', 5],
  ['我喜欢读书', 3],
  ['', 0],
])('counts the prose of %j', (text, words) => {
  expect(countWords(text)).toBe(words)
})

it('takes a minute for every 200 words begun', () => {
  expect([0, 1, 200, 201].map(readingMinutes)).toEqual([0, 1, 1, 2])
})
