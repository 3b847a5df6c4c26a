import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BriefError, readBrief } from './read-brief.ts'

const problems = (text: string) => {
  try {
    readBrief(text)
  } catch (error) {
    if (error instanceof BriefError) return error.message
    throw error
  }
  return ''
}
const front = (...lines: string[]) => `---\n${lines.join('\n')}\n---\n`

describe('readBrief', () => {
  it('reads every key, and the free text as notes', () => {
    const text = `\uFEFF${front(
      'title: "Job Queues: A Field Guide"',
      'subtitle: Patterns',
      'author: Ada',
      'description: >',
      '  Two',
      '  lines.',
      'audience: Engineers',
      'language: de-CH',
      'genre: manual',
      'kind: documentation',
      'chapters: 8',
      'words: 9000',
      'features: [note, table]',
      'model: octavo/compositor-1',
      'sources:',
      '  - notes/*.md',
      '  - https://example.org',
    )}\nBe plain.\n\n---\n\nAnd kind.\n`.replaceAll('\n', '\r\n')
    expect(readBrief(text)).toEqual({
      title: 'Job Queues: A Field Guide',
      subtitle: 'Patterns',
      authors: ['Ada'],
      description: 'Two lines.',
      audience: 'Engineers',
      language: 'de-CH',
      genre: 'manual',
      kind: 'documentation',
      chapters: 8,
      words: 9000,
      features: ['note', 'table'],
      model: 'octavo/compositor-1',
      sources: ['notes/*.md', 'https://example.org'],
      notes: 'Be plain.\n\n---\n\nAnd kind.',
    })
  })

  it('needs no more than a title', () => {
    expect(readBrief(front('title: Tides', 'subtitle:'))).toEqual({
      title: 'Tides',
      authors: [],
      language: 'en',
      kind: 'technical',
      features: [],
      sources: [],
      notes: '',
    })
  })

  it('names line and remedy, all problems at once', () => {
    expect(
      problems(
        front(
          'title: Tides',
          'author: 7',
          'kind: novel',
          'chapters: "twelve"',
          'chapter: 3',
          'words: 0.5',
          'language: no such',
          'features: {a: 1}',
        ),
      ).split('\n'),
    ).toEqual([
      'brief.md:3: "author" must be a name, or a list of at most 50 names, not 7. Write e.g. author: Ada Lovelace',
      'brief.md:4: "kind" must be one of technical, fiction, non-fiction, academic, documentation, not "novel". Write e.g. kind: technical',
      'brief.md:5: "chapters" must be a whole number from 1 to 200, not "twelve". Write e.g. chapters: 12',
      expect.stringMatching(
        /^brief\.md:6: "chapter" is not a key of a brief\. Did you mean chapters\? Known keys: title, /,
      ),
      'brief.md:7: "words" must be a whole number greater than 0, for the whole book, not 0.5. Write e.g. words: 40000',
      'brief.md:8: "language" must be a language tag (BCP 47), not "no such". Write e.g. language: en, or de-CH, or pt-BR',
      'brief.md:9: "features" must be a list of at most 200 feature names, not {"a":1}. Write e.g. features: [note, exercise, glossary]',
    ])
  })

  it.each([
    ['', 'brief.md:1: the brief is empty'],
    [' \r\n ', 'brief.md:1: the brief is empty'],
    ['Just text', 'brief.md:1: the brief has no front matter'],
    ['---\ntitle: x\n', 'brief.md:1: the front matter that opens here never ends'],
    [front(''), 'brief.md:1: the title is missing'],
    [front('title:'), 'brief.md:2: the title is missing'],
    [front('- a'), 'brief.md:2: the front matter must be keys'],
    [front('title: 2024'), 'brief.md:2: "title" must be text'],
    [
      front('kind: fiction', 'title: Queues: A Guide'),
      'brief.md:3: a value with a colon needs quotes. Put the title in quotes: title: "Queues: A Guide"',
    ],
    [front('title: a', 'title: b'), 'brief.md:3: "title" is given twice'],
    [front('title: "open'), 'this is not valid YAML'],
    [front('title: x', 'sources: [a, b'), 'this is not valid YAML'],
    [front('title: x', 'sources: [*.md]'), 'brief.md:3: a value that begins with * needs quotes'],
    [front('title: x', 'author: a', 'authors: [b]'), 'brief.md:3: give either'],
    [
      front('title: x', 'features: [note, exercices]'),
      'brief.md:3: "exercices" is not a feature of MyST. Did you mean exercise',
    ],
    [front('title: x', 'features: [好]'), 'brief.md:3: "好" is not a feature of MyST. docs/features.md lists them all'],
  ])('refuses %j', (text, message) => {
    expect(problems(text)).toContain(message)
  })

  it('throws nothing but BriefError, and never a line outside of the file', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('title: x', 'title:', '&a [*a]', 'b: *a', '? x', '- y', '\t: z', '__proto__: 1', 'toString: 2'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const text = front(...lines)
        try {
          expect(readBrief(text).title.trim()).not.toBe('')
        } catch (error) {
          if (!(error instanceof BriefError)) throw error
          for (const problem of error.problems) expect(problem.line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
