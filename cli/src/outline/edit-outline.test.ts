import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromLines, toLines } from './edit-outline.ts'
import type { OutlineItem } from './outline-tree.ts'

function item(id: string, title: string, sections: string[]): OutlineItem {
  return {
    id,
    kind: 'chapter',
    title,
    slug: title.toLowerCase(),
    sections: sections.map(name => ({ title: name, synopsis: `About ${name}`, passages: [`p-${name}`] })),
    status: 'pending',
    chapter: null,
    children: [],
  }
}

const queues = [item('1', 'Queues', ['Why', 'When']), item('2', 'Leases', ['Time', 'Clocks'])]

const title = fc.string({ minLength: 1, maxLength: 30 }).map(text => `T${text.replace(/\s+/g, ' ').trim()}`)
const outline = fc
  .uniqueArray(fc.tuple(title, fc.uniqueArray(title, { maxLength: 5 })), {
    selector: ([name]) => name,
    maxLength: 6,
    minLength: 1,
  })
  .map(chapters => chapters.map(([name, sections], index) => item(String(index), name, sections)))

test('an outline that was not edited means itself', () => {
  fc.assert(
    fc.property(outline, items => {
      const expected = items.map(({ id, kind, title, sections }) => ({ id, kind, title, sections }))
      expect(fromLines(toLines(items), items)).toEqual(expected)
    }),
  )
})

test('chapters keep their identity when reordered or renamed, sections their passages when moved', () => {
  expect(fromLines('Leases\n - Clocks\nQueues\n - Why\n - Time', queues)).toMatchObject([
    { id: '2', sections: [{ title: 'Clocks', passages: ['p-Clocks'] }] },
    { id: '1', sections: [{ passages: ['p-Why'] }, { passages: ['p-Time'] }] },
  ])
  expect(fromLines('Lines\n - Why\n - When\nLeases', queues)).toMatchObject([{ id: '1', title: 'Lines' }, { id: '2' }])
})

test('a chapter that is its own only section is renamed with it', () => {
  const scene = item('1', 'Rust', ['Rust'])
  expect(toLines([scene])).not.toContain('- Rust')
  expect(fromLines('Iron', [scene])).toMatchObject([
    { id: '1', title: 'Iron', sections: [{ title: 'Iron', passages: ['p-Rust'] }] },
  ])
})

test('a line that is new is a new chapter or section, and a deleted one is gone', () => {
  const edited = fromLines('Queues\n - Why\n - Who\n - When\nDrills\nLeases', queues)
  expect(edited?.[1]).toEqual({ kind: 'chapter', title: 'Drills', sections: [] })
  expect(edited?.[0]?.sections[1]).toEqual({ title: 'Who', synopsis: '', passages: [] })
  expect(fromLines('Leases', queues)).toMatchObject([{ id: '2' }])
})

test('nothing left means no edit, a section without a chapter is refused', () => {
  expect(fromLines('# only comments\n\n', queues)).toBeUndefined()
  expect(() => fromLines(' - Why', queues)).toThrow('begins with a section')
})
