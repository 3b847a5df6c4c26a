import { expect, it } from 'vitest'
import { bookOf } from '../testing.ts'
import { bindBook } from './bind-book.ts'

it('names what has no label the same every time', async () => {
  const text = '# A\n\n:::{exercise}\nOne.\n:::\n\nA {index}`lease`.\n\n```{index} single: lock\n```\nAnd a lock.'
  const [once, again] = [await bindBook(bookOf([text])), await bindBook(bookOf([text]))]
  expect(again.pages).toEqual(once.pages)
})
