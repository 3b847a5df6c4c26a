import { expect, test } from 'vitest'
import { chaptersOf } from './chapters-of.ts'
import { type KnownChapter, matchStructures } from './match-structures.ts'
import { proposeStructure } from './propose-structure.ts'
import { sketch } from './upload.fixture.ts'

const mill =
  'The mill stood at the bend of the river, and its wheel had not turned since the flood took the dam away in March.'
const weir =
  'Nobody crossed the weir by night, for the planks were rotten and the keeper had sold his lantern to the ferryman.'
const sea =
  'When they came out between the dunes the sea was lying quite flat and gray, as though it had been poured there.'
const road =
  'A road of white stones ran up to the house, where a dog was chained that barked at carts but never at people.'

const chapter = (id: string, title: string, text: string, more: Partial<KnownChapter> = {}): KnownChapter => ({
  id,
  identity: `${id}.xhtml`,
  kind: 'chapter',
  title,
  text,
  ...more,
})

test('what did not change is itself', async () => {
  const before = [chapter('a', 'The Mill', mill), chapter('b', 'The Weir', weir)]
  const { matched, added, gone } = await matchStructures(before, before)
  expect(matched).toEqual([
    { before: 'a', after: 'a', by: 'identity and title' },
    { before: 'b', after: 'b', by: 'identity and title' },
  ])
  expect([added, gone]).toEqual([[], []])
})

test('a chapter put in front does not push the others into each other', async () => {
  const at = (identity: string) => ({ identity })
  const before = [chapter('1', 'The Mill', mill, at('3.xhtml')), chapter('2', 'The Weir', weir, at('4.xhtml'))]
  const after = [
    chapter('x', 'The Road', road, at('3.xhtml')),
    chapter('y', 'The Mill', mill, at('4.xhtml')),
    chapter('z', 'The Weir', weir, at('5.xhtml')),
  ]
  expect(await matchStructures(before, after)).toEqual({
    matched: [
      { before: '1', after: 'y', by: 'title' },
      { before: '2', after: 'z', by: 'title' },
    ],
    added: ['x'],
    gone: [],
  })
})

test('a new title in the old place is the same chapter', async () => {
  const { matched } = await matchStructures([chapter('a', 'The Mill', mill)], [chapter('a', 'The Old Mill', sea)])
  expect(matched).toEqual([{ before: 'a', after: 'a', by: 'identity' }])
})

test('a chapter moved and renamed is known by its text, although somebody worked on it', async () => {
  const before = [chapter('a', 'One', mill), chapter('b', 'Two', weir)]
  const after = [chapter('x', 'First', weir.replace('rotten', 'old')), chapter('y', 'Second', road)]
  const { matched, added, gone } = await matchStructures(before, after)
  expect(matched).toMatchObject([{ before: 'b', after: 'x', by: 'text' }])
  expect(matched[0]!.similarity).toBeGreaterThan(0.6)
  expect([added, gone]).toEqual([['y'], ['a']])
})

test('titles that several have tell nothing; their numbers do', async () => {
  const numbered = (id: string, number: string, text: string) => chapter(id, 'Night', text, { number, identity: id })
  const { matched } = await matchStructures(
    [numbered('a', 'Chapter 1', mill), numbered('b', 'Chapter 2', weir)],
    [numbered('x', 'Chapter 1', sea), numbered('y', 'CHAPTER 2', road)],
  )
  expect(matched).toMatchObject([
    { before: 'a', after: 'x', by: 'number and title' },
    { before: 'b', after: 'y', by: 'number and title' },
  ])
})

test('a book that is imported again after edits keeps its chapters', async () => {
  const text = (extra: string) =>
    `Chapter 1: The Mill\n\n${mill}\n\n${extra}Chapter 2: The Weir\n\n${weir}\n\nChapter 3: The Sea\n\n${sea}`
  const chapters = (source: string) => {
    const upload = sketch(source)
    return chaptersOf(upload, proposeStructure(upload))
  }
  const before = chapters(text(''))
  const after = chapters(text(`${road}\n\nAnd more of it.\n\n`))
  const { matched, added, gone } = await matchStructures(before, after)
  expect([matched.length, added, gone]).toEqual([3, [], []])
  // Ids are those of places in the file and moved; identities did not.
  expect(matched.map(({ by }) => by)).toEqual(Array(3).fill('identity and title'))
})
