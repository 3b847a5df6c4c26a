import { readPassages } from '@octavo/manuscript'
import { expect, it } from 'vitest'
import { chapterOrder } from './chapter-order.ts'
import { definitionsIn } from './definitions.ts'

const chapter = (title: string, text: string) => ({
  title,
  text,
  definitions: definitionsIn(readPassages({ id: title, text, format: 'markdown' }), 'en'),
})

it('puts the chapter that defines a term before those that use it, beginnings first and ends last', () => {
  const order = chapterOrder(
    [
      chapter('Conclusion', 'Leases and heartbeats make a queue.'),
      chapter(
        'Heartbeats',
        'A *heartbeat* is a renewal of the lease. A lease without one ends. Each lease has an owner.',
      ),
      chapter('Leases', 'A *lease* is a claim that expires. The lease is held. A lease ends.'),
      chapter('Why leases', 'Work is lost.'),
    ],
    'en',
  )
  expect(order).toEqual([3, 2, 1, 0])
})

it('keeps the given order where nothing speaks against it', () => {
  expect(chapterOrder([chapter('B', 'One.'), chapter('A', 'Two.'), chapter('C', 'Three.')], 'en')).toEqual([0, 1, 2])
})
