import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  assembleChapter,
  type Brief,
  brief as briefSchema,
  checkMyst,
  codex as codexSchema,
  outline as outlineSchema,
  type Passage,
  readBrief,
  readPassages,
  type Source,
} from '@octavo/manuscript'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compose, composeCodex, composeOutline, composeSection, measureUse } from './index.ts'
import { fingerprint } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { hasSubstance } from './substance.ts'

const root = join(import.meta.dirname, '../../..')
const novel = join(root, '../shared/books/the-hound-of-the-baskervilles.txt')

interface Material {
  brief: Brief
  sources: Source[]
  passages: Passage[]
}

function material(brief: Partial<Brief> & { title: string }, texts: Record<string, string>): Material {
  const sources = Object.entries(texts).map(
    ([title, text], index): Source => ({
      id: `s${index}`,
      title,
      origin: title,
      format: title.endsWith('.txt') ? 'text' : 'markdown',
      text,
    }),
  )
  return { brief: briefSchema.parse(brief), sources, passages: sources.flatMap(source => readPassages(source)) }
}

function sample(name: string, folder: string): Material {
  const path = join(root, 'examples', name)
  const brief = readBrief(readFileSync(join(path, 'brief.md'), 'utf8'))
  const files = readdirSync(join(path, folder)).sort()
  return material(
    brief,
    Object.fromEntries(files.map(file => [`${folder}/${file}`, readFileSync(join(path, folder, file), 'utf8')])),
  )
}

function book({ brief, sources, passages }: Material) {
  const outline = outlineSchema.parse(composeOutline({ brief, sources, passages }))
  const { entries } = codexSchema.parse(composeCodex({ brief, passages }))
  const cited = sources.map(({ text: _, ...rest }) => rest)
  const chapters = outline.chapters.map((chapter, at) => {
    const ids = new Set(chapter.sections.flatMap(section => section.passages))
    const sections = chapter.sections.map((section, index) => ({
      title: section.title,
      text: composeSection({
        brief,
        outline,
        chapter: at,
        section: index,
        sources: cited,
        passages: passages.filter(passage => ids.has(passage.id)),
        codex: entries,
        words: 0,
      }),
    }))
    return assembleChapter({ title: chapter.title, label: `chapter-${at + 1}`, sections })
  })
  return { outline, entries, chapters }
}

const placed = (outline: ReturnType<typeof book>['outline']) =>
  outline.chapters.flatMap(chapter => chapter.sections.flatMap(section => section.passages))

/** The sentences of the author's own text in a chapter, without the boxes the compositor sets. */
function bodySentences(chapter: string): string[] {
  return readPassages({ id: 'c', text: chapter, format: 'markdown' })
    .filter(passage => passage.kind === 'paragraph' && !/^\[\^/.test(passage.text))
    .flatMap(passage =>
      splitSentences(passage.text.replace(/\[\^[^\]]+\]/g, ''), 'en').map(sentence => fingerprint(sentence.text)),
    )
    .filter(sentence => sentence.split(' ').length >= 6)
}

describe('a technical book from notes', () => {
  const notes = sample('job-queues', 'notes')
  const { outline, entries, chapters } = book(notes)

  it('places every passage of substance exactly once', () => {
    const ids = placed(outline)
    expect(new Set(ids).size).toBe(ids.length)
    const left = notes.passages.filter(hasSubstance).filter(passage => !ids.includes(passage.id))
    expect(left.map(passage => passage.text.slice(0, 60))).toEqual([
      'Scraps, not yet sorted. Some of this is said better elsewher',
    ])
  })

  it('has the chapters the brief asks for, scraps sorted into them', () => {
    expect(outline.chapters).toHaveLength(notes.brief.chapters!)
    expect(outline.chapters.map(chapter => chapter.title)).toContain('Leases and heartbeats')
    expect(outline.chapters.flatMap(chapter => chapter.sections.map(section => section.title)).join('\n')).not.toMatch(
      /scraps/i,
    )
  })

  it('is clean MyST', () => {
    for (const chapter of chapters) expect(checkMyst(chapter)).toEqual([])
  })

  it('holds only sentences of the author outside of what it marks as its own', () => {
    const use = measureUse(chapters, notes.sources, notes.passages)
    expect(use.missing).toEqual([])
    expect(use.found).toBe(use.sentences)
    expect(use.share).toBeGreaterThan(0.97)
    expect(use.own.length).toBeLessThan(use.sentences / 10)
  })

  it('says no sentence of the running text twice in a chapter', () => {
    for (const chapter of chapters) {
      const sentences = bodySentences(chapter)
      expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([])
    }
  })

  it('keeps the version of a repeated paragraph that stands with its topic', () => {
    const text = chapters.join('\n')
    expect(text).toContain('A *lease* is')
    expect(text).not.toContain('The worker writes into the row until when it means to hold the job')
  })

  it('keeps code, tables and formulas as they are', () => {
    const text = chapters.join('\n')
    for (const passage of notes.passages.filter(each => ['code', 'table', 'math'].includes(each.kind)))
      expect(text).toContain(passage.text)
  })

  it('gives the terms with their definitions, and abbreviations with what they stand for', () => {
    const named = new Map(entries.map(entry => [entry.name, entry]))
    expect(named.get('fencing token')?.description).toBe(
      'A fencing token is a value that changes with every claim and must be presented with every write.',
    )
    expect(named.get('producer')?.evidence).toHaveLength(1)
    expect(named.get('RPO')?.aliases).toEqual(['recovery point objective'])
    const ids = new Set(notes.passages.map(passage => passage.id))
    for (const entry of entries) {
      expect(entry.evidence.length).toBeGreaterThan(0)
      for (const id of entry.evidence) expect(ids).toContain(id)
    }
  })

  it('gives the same bytes for the same task', () => {
    const again = book(notes)
    expect(again.chapters).toEqual(chapters)
    const task = { task: 'outline' as const, ...notes }
    expect(compose(structuredClone(task))).toBe(compose(task))
  })

  it('takes the most central passages when fewer words are asked for', () => {
    const short = book({ ...notes, brief: { ...notes.brief, words: 4_000 } })
    const use = measureUse(short.chapters, notes.sources, notes.passages)
    expect(use.usedWords).toBeLessThanOrEqual(4_000)
    expect(use.usedWords).toBeGreaterThan(3_000)
    expect(use.missing).toEqual([])
    expect(short.outline.chapters).toHaveLength(outline.chapters.length)
    for (const chapter of short.chapters) expect(checkMyst(chapter)).toEqual([])
  })
})

describe('a novella from scenes', () => {
  const scenes = sample('the-lamp-room', 'scenes')
  const { outline, entries, chapters } = book(scenes)

  it('keeps every paragraph, in order', () => {
    const ids = placed(outline)
    expect(ids).toEqual(scenes.passages.map(passage => passage.id).filter(id => ids.includes(id)))
    const use = measureUse(chapters, scenes.sources, scenes.passages)
    expect(use).toMatchObject({ share: 1, missing: [], own: [], unused: [] })
    for (const chapter of chapters) expect(checkMyst(chapter)).toEqual([])
  })

  it('puts nothing between the author’s lines', () => {
    expect(chapters.join('\n')).not.toMatch(/:::|octavo/)
    expect(outline.chapters.every(chapter => chapter.objectives.length === 0)).toBe(true)
  })

  it('knows who is who', () => {
    const named = new Map(entries.map(entry => [entry.name, entry]))
    expect(named.get('Josiah Teague')).toMatchObject({
      kind: 'person',
      aliases: expect.arrayContaining(['Old Teague', 'Teague']),
    })
    expect(named.get('Wenna Teague')?.aliases).toContain('Wren')
    expect(named.get('Anders Holm')?.aliases).toContain('the Norwegian')
    expect(named.get('the Calf')?.kind).toBe('place')
  })
})

describe.skipIf(!existsSync(novel))('a novel as one plain text', () => {
  it('becomes its chapters, whole and in order, with its persons told apart', () => {
    const whole = material({ title: 'The Hound', kind: 'fiction' }, { 'hound.txt': readFileSync(novel, 'utf8') })
    const { outline, entries, chapters } = book(whole)
    expect(outline.chapters).toHaveLength(15)
    expect(outline.chapters[5]!.title).toBe('Baskerville Hall')
    expect(measureUse(chapters, whole.sources, whole.passages)).toMatchObject({ share: 1, missing: [] })
    const persons = entries.filter(entry => entry.kind === 'person').map(entry => entry.name)
    expect(persons).toEqual(
      expect.arrayContaining(['Sherlock Holmes', 'Henry Baskerville', 'Mrs. Barrymore', 'Barrymore', 'James Mortimer']),
    )
    expect(entries.find(entry => entry.name === 'Henry Baskerville')?.aliases).toContain('Sir Henry')
    for (const chapter of chapters) expect(checkMyst(chapter)).toEqual([])
  })
})

describe('a book without sources', () => {
  it.each(['technical', 'fiction', 'non-fiction', 'academic', 'documentation'] as const)(
    'is a frame that says so (%s)',
    kind => {
      const nothing = material(
        {
          title: 'Bees in the City',
          kind,
          chapters: 4,
          notes: 'The book should explain swarm control and varroa treatment.',
        },
        {},
      )
      const { outline, chapters } = book(nothing)
      expect(outline.chapters).toHaveLength(4)
      expect(outline.chapters.map(chapter => chapter.title).join('\n')).toMatch(/swarm control/i)
      for (const chapter of chapters) {
        expect(chapter).toContain('This chapter is a frame')
        expect(checkMyst(chapter)).toEqual([])
      }
    },
  )

  it('takes a list in the brief for its chapters', () => {
    const { outline } = book(material({ title: 'Bees', notes: '- The hive\n- The swarm\n- The winter\n' }, {}))
    expect(outline.chapters.map(chapter => chapter.title)).toEqual(['The hive', 'The swarm', 'The winter'])
  })
})

describe('other languages', () => {
  it('composes German notes with German wording', () => {
    const watt = `# Das Watt\n\n## Grund\n\nDas *Watt* ist ein Meeresboden, der bei Ebbe trockenfällt. Es reicht z. B. von Den Helder bis Esbjerg. Dr. Hansen maß 1987 die Höhe der Sedimente. ${'Der Boden wächst jedes Jahr um wenige Millimeter. Die Messung der Höhe ist schwierig und wird von vielen Stationen gemacht. '.repeat(1)}\n\n## Tide\n\nDer *Tidenhub* ist der Unterschied zwischen Hochwasser und Niedrigwasser. ${Array.from({ length: 14 }, (_, n) => `Priel Nummer ${n} liegt hinter der Sandbank und füllt sich bei Flut.`).join(' ')}\n`
    const notes = material({ title: 'Watt', language: 'de' }, { 'watt.md': watt })
    const { chapters, entries } = book(notes)
    expect(chapters[0]).toContain('In diesem Kapitel')
    expect(chapters[0]).toContain('Es reicht z. B. von Den Helder bis Esbjerg.')
    expect(entries.map(entry => entry.name)).toEqual(['Watt', 'Tidenhub'])
    expect(measureUse(chapters, notes.sources, notes.passages, 'de').missing).toEqual([])
  })
})

describe('composeSection', () => {
  it('refuses a section the outline does not have', () => {
    const notes = material({ title: 'T' }, {})
    const outline = composeOutline(notes)
    const task = { ...notes, outline, chapter: 0, section: 99, codex: [], words: 0 }
    expect(() => composeSection(task)).toThrow(RangeError)
  })

  it('gives footnotes of the author identifiers of their own, and mends or unwraps broken directives', () => {
    const text = `# Ponds\n\n## Water\n\nA pond loses water to the air every day.[^1] See [the other note](other.md) for the figures and the way they were taken.\n\n[^1]: About five millimetres.\n\n:::{note}\nFrogs come by themselves and never need to be bought.\n\n## Plants\n\n${'Reeds clean the water of a pond, and lilies shade it from the summer sun. '.repeat(1)}${Array.from({ length: 12 }, (_, n) => `Plant number ${n} grows at its own depth of water.`).join(' ')}\n`
    const notes = material({ title: 'Ponds' }, { 'ponds.md': text })
    const page = book(notes).chapters.join('\n')
    expect(checkMyst(page)).toEqual([])
    expect(page).toContain('every day.[^ponds-note-1]')
    expect(page).toContain('[^ponds-note-1]: About five millimetres.')
    expect(page).toContain('Frogs come by themselves')
    expect(page).not.toContain('other.md')
  })
})

describe('odd notes', () => {
  const filler = Array.from({ length: 30 }, (_, n) => `Stone number ${n} lies in the river by the mill.`).join(' ')
  it.each([
    ['headings with nothing under them', 'technical', `${filler}\n\n# One\n\n# Two\n`],
    ['a scene break with nothing on one side', 'fiction', `* * *\n\n## Part\n\n* * *\n\n## Part\n\n${filler}\n`],
  ] as const)('%s', (_, kind, text) => {
    const notes = material({ title: 'Odd', kind, chapters: 3 }, { 'odd.md': text })
    const { chapters } = book(notes)
    expect(measureUse(chapters, notes.sources, notes.passages)).toMatchObject({ share: 1, missing: [] })
    for (const chapter of chapters) expect(checkMyst(chapter)).toEqual([])
  })
})

describe('any notes', () => {
  const words = fc.constantFrom(
    'queue',
    'worker',
    'lease',
    'clock',
    'river',
    'stone',
    'the',
    'a',
    'is',
    'that',
    'This',
    '*term*',
    '`code`',
    '$x$',
    'Übung',
    '例え',
  )
  const sentence = fc.array(words, { minLength: 3, maxLength: 14 }).map(list => `${list.join(' ')}.`)
  const paragraph = fc.array(sentence, { minLength: 1, maxLength: 5 }).map(list => list.join(' '))
  const block = fc.oneof(
    { weight: 6, arbitrary: paragraph },
    fc.constantFrom(
      '## Part',
      '### Detail',
      '# Whole',
      '```js\nlet a = 1\n```',
      '* * *',
      '$$\na = b\n$$',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      ':::{note}\nopen',
      '> quoted words here',
      '[^1]: a note',
      '(label)=',
    ),
    fc.array(sentence, { minLength: 1, maxLength: 4 }).map(items => items.map(item => `- ${item}`).join('\n')),
  )
  const file = fc.array(block, { minLength: 1, maxLength: 30 }).map(blocks => blocks.join('\n\n'))

  it('never throws, invents nothing, and places nothing twice', () => {
    fc.assert(
      fc.property(
        fc.array(file, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('technical' as const, 'fiction' as const),
        fc.option(fc.integer({ min: 1, max: 6 })),
        (files, kind, wanted) => {
          const notes = material(
            { title: 'Notes', kind, chapters: wanted ?? undefined },
            Object.fromEntries(files.map((text, n) => [`note-${n}.md`, text])),
          )
          const { outline, chapters } = book(notes)
          const ids = placed(outline)
          expect(new Set(ids).size).toBe(ids.length)
          for (const chapter of chapters) expect(checkMyst(chapter)).toEqual([])
          if (ids.length > 0) expect(measureUse(chapters, notes.sources, notes.passages).missing).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })
})
