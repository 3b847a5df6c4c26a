import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headingsOf, labelsOf, referencesOf } from '../page.ts'
import type { Upload, UploadBlock } from '../uploads/upload.ts'
import { chaptersOf } from './chapters-of.ts'
import { editStructure } from './edit-structure.ts'
import { proposeStructure } from './propose-structure.ts'
import { marked, sketch } from './upload.fixture.ts'

const chapters = (upload: Upload, options?: Parameters<typeof chaptersOf>[2]) =>
  chaptersOf(upload, proposeStructure(upload), options)

/** A folder of MyST, each page given by its source. */
function folder(pages: Record<string, string>, images: string[] = []): Upload {
  const blocks: UploadBlock[] = []
  const marks = Object.entries(pages).map(([file, source]) => {
    const block = blocks.length
    for (const text of source.trim().split(/\n\n+/)) {
      const heading = /^(?:\(.*\)=\n)*(#+) (.*)$/m.exec(text)
      const title = /^---\ntitle: (.*)$/m.exec(text)?.[1]
      const anchors = [...text.matchAll(/^\((.*)\)=$/gm)].map(match => match[1]!)
      const plain = title ?? heading?.[2] ?? text
      const depth = title ? 1 : heading?.[1]?.length
      blocks.push({ text, plain, file, ...(depth && { depth }), ...(anchors.length > 0 && { anchors }) })
    }
    return { block, title: blocks[block]!.plain, depth: 1, from: 'toc' as const, identity: file }
  })
  return {
    ...sketch('¶'),
    format: 'myst',
    blocks,
    marks,
    images: new Map(images.map(path => [path, new Uint8Array()])),
  }
}

test('the title is the first heading of its page, headings within begin below it', () => {
  const [first, second] = chapters(sketch('CHAPTER I\n\nThe Mill\n\n¶\n\nCHAPTER II\n\nThe *Weir*\n\n¶'))
  expect(first).toMatchObject({ title: 'The Mill', number: 'CHAPTER I', slug: 'the-mill', kind: 'chapter' })
  expect(first!.text).toMatch(/^# The Mill\n\nThe lamp was lit/)
  expect(second!.text).toMatch(/^# The \\\*Weir\\\*\n\nThe lamp/)
})

test('levels of headings follow each other', () => {
  const upload = sketch(
    '# Part One\n\n## Chapter 1\n\n¶\n\n### A\n\n¶\n\n##### B\n\n¶\n\n### C\n\n¶\n\n## Chapter 2\n\n¶',
  )
  const [part, first] = chapters(upload)
  expect(part).toMatchObject({ kind: 'part', text: '' })
  expect(first!.part).toBe(part!.id)
  expect(headingsOf(first!.text).map(({ depth, text }) => `${depth} ${text}`)).toEqual([
    '1 Chapter 1',
    '2 A',
    '3 B',
    '2 C',
  ])
})

test('a page of MyST keeps its bytes', () => {
  const pages = {
    'a.md':
      '---\ntitle: The Mill\nlabel: mill\n---\n\n# The Mill\n\nSome *text*.\n\n## A part\n\n#### Deeper\n\nMore.\n',
    'b.md': '# The Weir\n\n- a\n- b\n',
  }
  const [mill, weir] = chapters(folder(pages))
  expect(mill!.text).toBe(pages['a.md'])
  expect(weir!.text).toBe(pages['b.md'])
  expect([mill!.slug, weir!.slug]).toEqual(['a', 'b'])
})

test('a new title is the title everywhere it stands', () => {
  const upload = folder({
    'a.md': '---\ntitle: The Mill\n---\n\n# The Mill\n\nText.\n',
    'b.md': '(weir)=\n# The Weir\n\nText.\n',
  })
  const structure = proposeStructure(upload)
  const renamed = editStructure(
    structure,
    upload,
    structure.items.map(({ id, title }) => ({ do: 'rename', item: id, title: `${title}, again` })),
  )
  const [mill, weir] = chaptersOf(upload, renamed)
  expect(mill!.text).toBe('---\ntitle: "The Mill, again"\n---\n\n# The Mill, again\n\nText.\n')
  expect(weir!.text).toBe('(weir)=\n# The Weir, again\n\nText.\n')
})

test('links between files lead to labels that are there', () => {
  const upload = folder({
    'a.md':
      '# The Mill\n\nSee [the weir](sub/b.md), [its end](sub/b.md#end), {doc}`sub/b`, [here](https://example.org/b.md) and `[no](sub/b.md)`.\n',
    'sub/b.md': '# The Weir\n\nBack to [](../a.md).\n\n## The End\n\nText of [it](b.md#the-end).\n',
    'c.md': '---\ntitle: The Sea\nlabel: sea\n---\n\nTo [myself](c.md) and [nowhere](gone.md).\n',
  })
  const all = chapters(upload)
  const labels = new Set(all.flatMap(({ text }) => labelsOf(text).map(({ label }) => label)))
  const references = all.flatMap(({ text }) => referencesOf(text))
  const inner = references.filter(({ kind }) => kind === 'label').map(({ target }) => target)
  expect(inner).toEqual(['b', 'b', 'b', 'a', 'b-the-end', 'sea'])
  expect(inner.filter(target => !labels.has(target))).toEqual([])
  expect(references.filter(({ kind }) => kind === 'link').map(({ target }) => target)).toEqual([
    'https://example.org/b.md',
    'gone.md',
  ])
  expect(all[0]!.text).toContain('`[no](sub/b.md)`')
  expect(all[1]!.text).toContain('(b-the-end)=\n## The End')
})

test('links to what is left out keep their words', () => {
  const upload = folder({
    'a.md': '# A\n\nSee [the rest](b.md).\n',
    'b.md': '# B\n\nText.\n',
    'c.md': '# C\n\nText.\n',
  })
  const structure = proposeStructure(upload)
  const edited = editStructure(structure, upload, [{ do: 'set-kind', item: structure.items[1]!.id, kind: 'excluded' }])
  const all = chaptersOf(upload, edited)
  expect(all.map(({ text }) => text)).toEqual(['# A\n\nSee the rest.\n', '# C\n\nText.\n'])
})

test('labels of a printed title stay with the chapter', () => {
  const upload = sketch('¶', {
    blocks: [
      { text: '(one)=\nCHAPTER I', plain: 'CHAPTER I', anchors: ['one'] },
      { text: '(mill)=\nThe Mill', plain: 'The Mill', anchors: ['mill'] },
      {
        text: 'See [the next](#two).',
        plain: 'See the next. And much more than that, on many a day of that long and rainy year.',
      },
      { text: '(two)=\nCHAPTER II', plain: 'CHAPTER II', anchors: ['two'] },
      { text: 'The Weir', plain: 'The Weir' },
      {
        text: 'Back to [the first](#one).',
        plain: 'Back to the first. And much more than that, on many a day of that long and rainy year.',
      },
    ],
  })
  const [mill, weir] = chapters(upload)
  expect(mill!.text).toBe('(one)=\n# The Mill\n\n(mill)=\n\nSee [the next](#two).\n')
  expect(weir!.text).toBe('(two)=\n# The Weir\n\nBack to [the first](#one).\n')
})

test('a note comes with what refers to it, under a name of its own', () => {
  const upload = folder({
    'a.md': '# A\n\nOne[^1] and far[^far].\n\n[^1]: First of A, see[^2].\n\n[^2]: Second of A.\n',
    'b.md': '# B\n\nTwo[^1].\n\n[^1]: First of B.\n',
    'notes.md': '# Notes\n\n[^far]: Far away.\n\n[^unused]: Of nobody.\n',
  })
  const structure = proposeStructure(upload)
  expect(chaptersOf(upload, structure).map(({ text }) => text)).toEqual([
    '# A\n\nOne[^1] and far[^far].\n\n[^1]: First of A, see[^2].\n\n[^2]: Second of A.\n\n[^far]: Far away.\n',
    '# B\n\nTwo[^1].\n\n[^1]: First of B.\n',
    '# Notes\n\n[^unused]: Of nobody.\n',
  ])
  const merged = editStructure(structure, upload, [{ do: 'merge', item: structure.items[0]!.id, with: 'next' }])
  const { text } = chaptersOf(upload, merged)[0]!
  expect(text).toContain('## B\n\nTwo[^1-2].\n\n[^1-2]: First of B.')
  expect(text).toContain('One[^1] and far[^far]')
})

test('tells the pictures a chapter shows, and can show them elsewhere', () => {
  const upload = folder(
    {
      'sub/a.md':
        '# A\n\n![q](../images/q.png) and ![](https://example.org/x.png)\n\n:::{figure} ../images/r.png\nText\n:::\n',
      'b.md': '# B\n\n![q](images/q.png)\n',
    },
    ['images/q.png', 'images/r.png', 'images/unused.png'],
  )
  const [a, b] = chapters(upload)
  expect(a!.images).toEqual(['images/q.png', 'images/r.png'])
  expect(a!.text).toContain('](../images/q.png)')
  expect(b!.images).toEqual(['images/q.png'])
  const [moved] = chapters(upload, { imageAddress: path => `/files/${path}` })
  expect(moved!.text).toContain('![q](/files/images/q.png)')
  expect(moved!.text).toContain('{figure} /files/images/r.png')
})

test('slugs are unique', () => {
  const upload = sketch('Part I\n\nChapter 1\n\n¶\n\nPart II\n\nChapter 1\n\n¶')
  expect(chapters(upload).map(({ slug }) => slug)).toEqual(['part-i', 'chapter-1', 'part-ii', 'chapter-1-2'])
})

test('no word is lost on the way to chapters', () => {
  const piece = fc.constantFrom(
    'Chapter 1',
    'Chapter 2',
    'III',
    'Part I',
    'Prologue',
    'The Mill',
    '“Yes,” she said.',
    'A long line about nothing in particular that goes on.',
  )
  const block = fc.record({
    words: piece,
    depth: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    note: fc.nat(3),
  })
  fc.assert(
    fc.property(
      fc.array(block, { minLength: 1, maxLength: 30 }),
      fc.constantFrom('text', 'myst', 'epub'),
      (given, format) => {
        const blocks = given.flatMap(({ words, depth, note }, index): UploadBlock[] => {
          const word = `${words} w${index}`
          const heading = {
            text: `${'#'.repeat(depth ?? 0)}${depth ? ' ' : ''}${word}`,
            plain: word,
            ...(depth && { depth }),
          }
          return note === 1
            ? [
                { text: `${word}[^n${index}]`, plain: word },
                { text: `[^n${index}]: note v${index}`, plain: `note v${index}` },
              ]
            : [heading]
        })
        const upload = sketch('¶', { blocks, format: format as 'text' })
        const text = chapters(upload)
          .map(chapter => `${chapter.title} ${chapter.number ?? ''} ${chapter.text}`)
          .join('\n')
        for (const { plain } of blocks) expect(text).toContain(plain.split(' ').at(-1))
      },
    ),
    { numRuns: 150 },
  )
})

test('marks of an EPUB and its printed titles are one', () => {
  const upload = marked(
    sketch('Chapter 1\n\nThe Mill\n\n¶\n\nChapter 2\n\nThe Weir\n\n¶', { format: 'epub' }),
    'nav',
    'Chapter 1: The Mill\nChapter 2: The Weir',
  )
  expect(chapters(upload).map(({ text }) => text.slice(0, 20))).toEqual(
    ['# The Mill\n\nThe lamp ', '# The Weir\n\nThe lamp '].map(text => text.slice(0, 20)),
  )
})
