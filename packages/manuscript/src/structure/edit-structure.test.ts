import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UploadBlock } from '../uploads/upload.ts'
import { accountFor } from './account-for.ts'
import { editStructure } from './edit-structure.ts'
import { proposeStructure } from './propose-structure.ts'
import { itemsOf, matterRoles, structureKinds } from './structure.ts'
import { StructureEditError, type StructureOperation, structureOperation } from './structure-operation.ts'
import { outlineOf, sketch } from './upload.fixture.ts'

const upload = sketch(`
  For Anna, who waited

  PART ONE

  Chapter 1: The Mill

  ¶3

  Chapter 2: The Weir

  ¶3

  PART TWO

  Chapter 3: The Sea

  ¶3
`)
const proposed = proposeStructure(upload)
const [, one, two] = proposed.items
const [mill, weir] = one!.children
const [sea] = two!.children

const edit = (...operations: StructureOperation[]) => {
  const before = structuredClone(proposed)
  const edited = editStructure(proposed, upload, operations)
  expect(proposed).toEqual(before)
  expect(accountFor(upload, edited)).toMatchObject({ lost: [], twice: [] })
  return edited
}
const refusal = (...operations: StructureOperation[]) => {
  try {
    editStructure(proposed, upload, operations)
  } catch (error) {
    if (error instanceof StructureEditError) return `${error.operation} ${error.reason}: ${error.message}`
    throw error
  }
  return 'done'
}

test('begins with a proposal', () => {
  expect(outlineOf(proposed)).toEqual([
    'front (dedication): Dedication',
    'part: PART ONE',
    '  chapter: Chapter 1 | The Mill',
    '  chapter: Chapter 2 | The Weir',
    'part: PART TWO',
    '  chapter: Chapter 3 | The Sea',
  ])
})

test('what an author changed says so, with its id as before', () => {
  const edited = edit({ do: 'rename', item: weir!.id, title: 'The Lock', number: null })
  const renamed = edited.items[1]!.children[1]!
  expect(renamed).toMatchObject({
    id: weir!.id,
    identity: weir!.identity,
    title: 'The Lock',
    method: 'manual',
    confidence: 1,
  })
  expect(renamed).not.toHaveProperty('number')
  expect(renamed.reasons.at(-1)).toBe('The author named it.')
  expect(edited.items[1]!.children[0]).toEqual(mill)
})

test('merges with the one before and after, across parts', () => {
  expect(outlineOf(edit({ do: 'merge', item: weir!.id, with: 'previous' }))).toContain(
    '  chapter: Chapter 1 | The Mill',
  )
  const across = edit({ do: 'merge', item: sea!.id, with: 'previous' }, { do: 'merge', item: weir!.id, with: 'next' })
  expect(outlineOf(across).slice(2)).toEqual(['  chapter: Chapter 1 | The Mill', '  chapter: Chapter 2 | The Weir'])
  expect(across.items[1]!.children[1]).toMatchObject({ start: weir!.start, end: upload.blocks.length })
})

test('refuses to merge a part that holds others', () => {
  expect(refusal({ do: 'merge', item: weir!.id, with: 'next' })).toBe(
    '0 holds-others: “PART TWO” holds 1 others. Remove the part first, or move them out of it',
  )
})

test('splits before a block, by its title if it has one', () => {
  const edited = edit({ do: 'split', item: mill!.id, block: mill!.start + 2 })
  const [first, second] = edited.items[1]!.children
  expect([first!.end, second!.start, second!.end]).toEqual([mill!.start + 2, mill!.start + 2, mill!.end])
  expect(second!.title).toBe('The lamp was lit long before the')
  expect(first!.words + second!.words).toBe(mill!.words)
  expect(refusal({ do: 'split', item: mill!.id, block: mill!.end })).toMatch(/^0 outside: .* can be split before block/)
})

test('moves a boundary', () => {
  const edited = edit({ do: 'move-boundary', item: weir!.id, block: weir!.start - 1 })
  expect(edited.items[1]!.children.map(({ start, end }) => [start, end])).toEqual([
    [mill!.start, weir!.start - 1],
    [weir!.start - 1, weir!.end],
  ])
  expect(refusal({ do: 'move-boundary', item: proposed.items[0]!.id, block: 1 })).toMatch(/^0 nothing-there/)
  expect(refusal({ do: 'move-boundary', item: weir!.id, block: mill!.start })).toMatch(/^0 outside/)
})

test('a part can be left without words', () => {
  const edited = edit({ do: 'move-boundary', item: mill!.id, block: one!.start })
  expect(edited.items[1]).toMatchObject({ start: one!.start, end: one!.start, words: 0 })
})

test('nests, takes out, adds and removes parts', () => {
  const flat = edit({ do: 'remove-part', item: two!.id }, { do: 'unnest', item: weir!.id })
  expect(outlineOf(flat)).toEqual([
    'front (dedication): Dedication',
    'part: PART ONE',
    '  chapter: Chapter 1 | The Mill',
    'chapter: Chapter 2 | The Weir',
    'chapter: PART TWO',
    'chapter: Chapter 3 | The Sea',
  ])
  const again = editStructure(flat, upload, [
    { do: 'add-part', title: 'Water', before: weir!.id },
    { do: 'nest', item: weir!.id },
    { do: 'move', item: sea!.id, part: `p${weir!.start}`, before: weir!.id },
  ])
  expect(outlineOf(again).slice(3)).toEqual([
    'part: Water',
    '  chapter: Chapter 3 | The Sea',
    '  chapter: Chapter 2 | The Weir',
    'chapter: PART TWO',
  ])
  expect(accountFor(upload, again)).toMatchObject({ lost: [], twice: [] })
})

test('a part cannot be put into itself, nor a chapter into a chapter', () => {
  expect(refusal({ do: 'move', item: one!.id, part: one!.id })).toMatch(/^0 within-itself/)
  expect(refusal({ do: 'move', item: sea!.id, part: weir!.id })).toMatch(/^0 not-a-part/)
  expect(refusal({ do: 'nest', item: sea!.id })).toMatch(/^0 nothing-there/)
})

test('what is left out is listed, and counted', () => {
  const edited = edit({ do: 'set-kind', item: sea!.id, kind: 'excluded' })
  expect(outlineOf(edited).at(-1)).toBe('  excluded: Chapter 3 | The Sea')
  expect(accountFor(upload, edited).excluded).toBeGreaterThan(400)
})

test('front and back matter with a role', () => {
  const edited = edit({ do: 'set-kind', item: sea!.id, kind: 'back', role: 'epilogue' })
  expect(outlineOf(edited).at(-1)).toBe('  back (epilogue): Chapter 3 | The Sea')
})

test('one operation that cannot be done undoes all', () => {
  expect(
    refusal({ do: 'rename', item: sea!.id, title: 'Land' }, { do: 'rename', item: 'b999', title: 'Nowhere' }),
  ).toBe('1 unknown-item: There is no item b999. It may have been merged with another: read the structure again')
})

test('a structure of another upload is refused', () => {
  expect(() => editStructure(proposed, sketch('¶'), [])).toThrow(StructureEditError)
})

test('the schema takes what the type says, and nothing else', () => {
  expect(structureOperation.safeParse({ do: 'merge', item: 'b1', with: 'next' }).success).toBe(true)
  expect(structureOperation.safeParse({ do: 'merge', item: 'b1', with: 'other' }).success).toBe(false)
  expect(structureOperation.safeParse({ do: 'delete', item: 'b1' }).success).toBe(false)
})

const words = fc.constantFrom(
  'Chapter 1',
  'Chapter 2',
  'CHAPTER III',
  'Part One',
  'I',
  'II',
  '3',
  '4. Four',
  'Prologue',
  'Notes',
  'Contents',
  'Index',
  'The Mill',
  'It rained all day, and nobody came along the road.',
  '“No,” she said.',
  '',
  '* * *',
  '第一章',
  '第二章',
  'APPENDIX A',
  'BOOK II',
)
const block = fc.record(
  {
    plain: words,
    depth: fc.constantFrom(1, 2, 3),
    size: fc.constantFrom(1, 1.5, 2),
    bold: fc.boolean(),
    centered: fc.boolean(),
    apart: fc.boolean(),
    file: fc.constantFrom('a.md', 'b.md'),
  },
  { requiredKeys: ['plain'] },
)
const uploads = fc
  .record({
    blocks: fc.array(block, { maxLength: 60 }),
    marks: fc.array(
      fc.record({
        at: fc.nat(59),
        depth: fc.integer({ min: 1, max: 3 }),
        from: fc.constantFrom('nav', 'toc', 'spine', 'outline'),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ blocks, marks }) =>
    sketch('¶', {
      blocks: blocks.map((one): UploadBlock => ({ ...one, text: one.plain.repeat(3) || '![](a.png)' })),
      marks: marks
        .filter(({ at }) => at < blocks.length)
        .sort((a, b) => a.at - b.at)
        .map(({ at, depth, from }) => ({
          block: at,
          title: blocks[at]!.plain || 'Picture',
          depth,
          from: from as 'nav',
        })),
    }),
  )
const operations = fc.array(
  fc.record({
    do: fc.constantFrom(
      'rename',
      'set-kind',
      'merge',
      'split',
      'move-boundary',
      'move',
      'nest',
      'unnest',
      'add-part',
      'remove-part',
    ),
    item: fc.nat(),
    other: fc.nat(),
    block: fc.nat(60),
    pick: fc.nat(),
  }),
  { maxLength: 12 },
)

test('every block is in one item, whatever was given and whatever is done to it', () => {
  fc.assert(
    fc.property(uploads, operations, (given, wanted) => {
      let structure = proposeStructure(given)
      const check = () => {
        const { total, lost, twice, ...kinds } = accountFor(given, structure)
        expect([lost, twice]).toEqual([[], []])
        expect(Object.values(kinds).reduce((sum, count) => sum + count, 0)).toBe(total)
        const items = [...itemsOf(structure.items)]
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
        for (const item of items) {
          expect(item.confidence).toBeGreaterThanOrEqual(0)
          expect(item.confidence).toBeLessThanOrEqual(1)
          expect(item.reasons).not.toEqual([])
          expect(item.titleBlocks.every(at => at >= item.start && at < item.end)).toBe(true)
          if (item.kind !== 'part') expect([item.children, item.end > item.start]).toEqual([[], true])
        }
      }
      check()
      for (const { do: what, item, other, block, pick } of wanted) {
        const ids = [...itemsOf(structure.items)].map(({ id }) => id)
        if (ids.length === 0) return
        const id = ids[item % ids.length]!
        const otherId = ids[other % ids.length]!
        const operation = {
          do: what,
          item: id,
          title: 'New',
          kind: structureKinds[pick % structureKinds.length],
          role: matterRoles[pick % matterRoles.length],
          with: pick % 2 ? 'next' : 'previous',
          block,
          part: pick % 3 ? otherId : null,
          before: what === 'add-part' ? otherId : undefined,
        } as unknown as StructureOperation
        try {
          structure = editStructure(structure, given, [operation])
        } catch (error) {
          if (!(error instanceof StructureEditError)) throw error
        }
        check()
      }
    }),
    { numRuns: 150 },
  )
})
