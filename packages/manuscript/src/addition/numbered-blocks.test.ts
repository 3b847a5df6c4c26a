import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberedBlocks } from './numbered-blocks.ts'

test('numbers the blocks of a page, a directive with its content as one', () => {
  const page = `---
title: Queues
---

(queues)=
# Queues

One
paragraph.

:::{note}
With two

paragraphs.
:::

[^a]: A footnote.
    On two lines.

Last.`
  expect(numberedBlocks(page).map(({ id, kind, text }) => [id, kind, text.split('\n')[0]])).toEqual([
    ['b1', 'heading', '(queues)='],
    ['b2', 'paragraph', 'One'],
    ['b3', 'fence', ':::{note}'],
    ['b4', 'other', '[^a]: A footnote.'],
    ['b5', 'paragraph', 'Last.'],
  ])
})

test.each(['\n', '\r\n', '\r'])('finds the same blocks whatever ends a line: %j', ending => {
  const page = ['\uFEFF# Title', '', 'Text', 'on two lines.', '', '- a', '- b', ''].join(ending)
  expect(numberedBlocks(page).map(block => block.text)).toEqual([
    '# Title',
    `Text${ending}on two lines.`,
    `- a${ending}- b`,
  ])
})

test('a LaTeX environment is one block', () => {
  const page = 'Before.\n\n\\begin{align}\na &= b\n\\end{align}\n\nAfter.\n'
  expect(numberedBlocks(page).map(block => block.text.split('\n').length)).toEqual([1, 3, 1])
})

const line = fc.constantFrom(
  '# A',
  'text',
  '- item',
  '```',
  ':::{note}',
  ':::',
  '',
  '(x)=',
  '% c',
  '$$',
  '> q',
  '[^a]: b',
)

test('loses no line of any page', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, ending) => {
      const page = lines.join(ending)
      const blocks = numberedBlocks(page)
      let at = 0
      for (const { start, end, text } of blocks) {
        expect(page.slice(at, start).trim()).toBe('')
        expect(page.slice(start, end)).toBe(text)
        at = end
      }
      expect(page.slice(at).trim()).toBe('')
    }),
  )
})
