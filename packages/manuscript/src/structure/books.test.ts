import { expect, test } from 'vitest'
import type { UploadBlock } from '../uploads/upload.ts'
import { accountFor } from './account-for.ts'
import { book, hasBook, hasNovel, novel } from './books.fixture.ts'
import { chaptersOf } from './chapters-of.ts'
import { proposeStructure } from './propose-structure.ts'
import { outlineOf, sketch } from './upload.fixture.ts'

test.skipIf(!hasNovel)('a novel has its chapters and its dedication, and every word', async () => {
  const upload = await novel()
  const structure = proposeStructure(upload)
  expect(outlineOf(structure)).toEqual([
    'front (dedication): Dedication',
    'chapter: I | Mr. Sherlock Holmes',
    'chapter: II | The Curse of the Baskervilles',
    'chapter: III | The Problem',
    'chapter: IV | Sir Henry Baskerville',
    'chapter: V | Three Broken Threads',
    'chapter: VI | Baskerville Hall',
    'chapter: VII | The Stapletons of Merripit House',
    'chapter: VIII | First Report of Dr. Watson',
    'chapter: IX | Second Report of Dr. Watson',
    'chapter: X | Extract from the Diary of Dr. Watson',
    'chapter: XI | The Man on the Tor',
    'chapter: XII | Death on the Moor',
    'chapter: XIII | Fixing the Nets',
    'chapter: XIV | The Hound of the Baskervilles',
    'chapter: XV | A Retrospection',
  ])
  expect(structure).toMatchObject({ method: 'numbering' })
  const { total, chapters, front, lost, twice } = accountFor(upload, structure)
  expect([chapters + front, lost, twice]).toEqual([total, [], []])
  const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []
  const before = upload.blocks.flatMap(({ text }) => words(text))
  const after = chaptersOf(upload, structure).flatMap(({ kind, number = '', text }) =>
    kind === 'chapter' ? [number, ...words(text)] : words(text),
  )
  // What is not in the text: the title given to the dedication.
  expect(after.filter((word, at) => !(at === 0 && word === 'Dedication'))).toEqual(before)
})

test.skipIf(!hasBook)('a book in many pages has its parts, chapters and appendices, byte for byte', async () => {
  const upload = await book()
  const structure = proposeStructure(upload)
  const outline = outlineOf(structure).map(line => line.replace(/(Chapter|Appendix) (\w).*/, '$1 $2'))
  expect(outline).toEqual([
    'front (titlepage): Applied Quantum Computing',
    'part: Chapters',
    ...'123456789'.split('').map(number => `  chapter: Chapter ${number}`),
    'part: Appendices',
    ...'ABCDEFGH'.split('').map(letter => `  back (appendix): Appendix ${letter}`),
  ])
  expect(structure.confidence).toBeGreaterThan(0.9)
  const pages = chaptersOf(upload, structure).filter(({ kind }) => kind !== 'part')
  for (const { identity, text } of pages) {
    const source = upload.blocks.filter(({ file }) => file === identity).map(block => block.text)
    expect(text).toBe(`${source.join('\n\n')}\n`)
  }
})

test('a book of 120 chapters in four parts has them all, whatever stands in between', () => {
  const words = (count: number, seed: number) =>
    Array.from({ length: count }, (_, at) => `w${(seed * 31 + at * 7) % 997}`).join(' ')
  const lines: string[] = ['The Long Book', 'Contents']
  const number = ['ONE', 'TWO', 'THREE', 'FOUR']
  const printed: string[] = []
  for (let chapter = 1; chapter <= 120; chapter++) {
    if (chapter % 30 === 1) {
      lines.push(`PART ${number[Math.floor(chapter / 30)]}`)
      printed.push(`PART ${number[Math.floor(chapter / 30)]}`, `Of the Season ${chapter}`)
    }
    lines.push(`Chapter ${chapter}`)
    printed.push(`Chapter ${chapter}`, `A Title with Number Words ${chapter}`)
    for (let paragraph = 0; paragraph < 4; paragraph++) printed.push(`${words(70, chapter + paragraph)}.`)
    if (chapter % 10 === 0)
      printed.push(
        '1. butter',
        '2. flour',
        '3. eggs',
        `Chapter ${chapter - 1} was over by then.`,
        'I',
        `${words(50, chapter)}.`,
      )
  }
  const blocks = [...lines, ...printed, 'Epilogue', `${words(80, 1)}.`].map(
    (text): UploadBlock => ({ text: text.replace(/^(\d+)\./, '$1\\.'), plain: text }),
  )
  const structure = proposeStructure(sketch('¶', { blocks, metadata: { title: 'The Long Book' } }))
  const outline = outlineOf(structure)
  expect(outline.filter(line => line.startsWith('part')).length).toBe(4)
  expect(outline.slice(0, 5)).toEqual([
    'front (titlepage): Title page',
    'front (contents): Contents',
    'part: PART ONE | Of the Season 1',
    '  chapter: Chapter 1 | A Title with Number Words 1',
    '  chapter: Chapter 2 | A Title with Number Words 2',
  ])
  expect(outline.filter(line => line.startsWith('  chapter')).length).toBe(120)
  expect(outline.at(-1)).toBe('back (epilogue): Epilogue')
  expect(structure.confidence).toBeGreaterThan(0.7)
})

test('confidence falls where numbers do not run, and says why', () => {
  const structure = proposeStructure(
    sketch('Chapter 1\n\n¶3\n\nChapter 2\n\n¶3\n\nChapter 4\n\n¶3\n\nChapter 1\n\n¶3\n\nChapter 2\n\n¶3'),
  )
  const [, second, fourth, again] = structure.items
  expect(fourth!.confidence).toBeLessThan(second!.confidence)
  expect(fourth!.reasons).toContain('Between “Chapter 2” and “Chapter 4” a number is missing.')
  expect(again!.reasons).toContain('The numbers begin again after “Chapter 4”, without a part that would explain it.')
  expect(structure.confidence).toBe(Math.min(...structure.items.map(({ confidence }) => confidence)))
})
