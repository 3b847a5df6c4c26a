import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { countWords } from './count-words.ts'
import { type Statistics, statisticsOf, statisticsOfAll } from './statistics.ts'

const count = (text: string, language = 'en') => statisticsOf(parsePage(text), language)

/** A. Lincoln, Gettysburg, 19 November 1863 (the Bliss copy, with "can not" in two words). */
const gettysburg = `Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and dedicated to the proposition that all men are created equal.

Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those who here gave their lives that that nation might live. It is altogether fitting and proper that we should do this.

But, in a larger sense, we can not dedicate — we can not consecrate — we can not hallow — this ground. The brave men, living and dead, who struggled here, have consecrated it, far above our poor power to add or detract. The world will little note, nor long remember what we say here, but it can never forget what they did here. It is for us the living, rather, to be dedicated here to the unfinished work which they who fought here have thus far so nobly advanced. It is rather for us to be here dedicated to the great task remaining before us — that from these honored dead we take increased devotion to that cause for which they gave the last full measure of devotion — that we here highly resolve that these dead shall not have died in vain — that this nation, under God, shall have a new birth of freedom — and that government of the people, by the people, for the people, shall not perish from the earth.`

describe('the Gettysburg Address', () => {
  const found = count(gettysburg)
  const { indices } = found

  it('has the words, sentences and letters that others count', () => {
    // GNU style counts 272 words, 10 sentences and 1149 characters.
    expect(found).toMatchObject({ words: 272, runningWords: 272, sentences: 10, paragraphs: 3, letters: 1149 })
    expect(found.readingMinutes).toBe(2)
    expect(found.averageSentenceLength).toBe(27.2)
    expect(found.averageWordLength).toBe(4.22)
  })

  it('is graded as by others', () => {
    // GNU style.
    expect(indices.automatedReadability.value).toBeCloseTo(12.1, 1)
    expect(indices.lix.value).toBeCloseTo(40.8, 1)
    // Microsoft Word.
    expect(indices.fleschReadingEase.value).toBeCloseTo(65, 0)
    expect(indices.smog).toEqual({ value: null, because: 'too-few-sentences', formula: 'McLaughlin 1969' })
  })

  it('has its longest sentence last', () => {
    expect(found.longestSentences[0]).toMatchObject({ line: 5, column: expect.any(Number) })
    const { line, column, words } = found.longestSentences[0]!
    expect(gettysburg.split('\n')[line - 1]!.slice(column - 1)).toMatch(/^It is rather for us to be here/)
    expect(words).toBe(82)
    expect(found.longestSentences.map(sentence => sentence.words)).toEqual([82, 30, 27, 26, 24])
  })
})

it('counts a short English text as it is counted by hand', () => {
  // Syllables: The 1, farm·er 2, plant·ed 2, po·ta·toes 3, in 1, I·da·ho 3. He 1, nev·er 2, hur·ried 2.
  expect(count('The farmer planted potatoes in Idaho. He never hurried.')).toMatchObject({
    sentences: 2,
    runningWords: 9,
    characters: 47,
    charactersWithSpaces: 55,
    letters: 45,
    longWords: 3,
    syllables: 17,
    monosyllables: 3,
    polysyllables: 2,
    // Idaho is a name.
    complexWords: 1,
    unfamiliarWords: 0,
    foreignWords: 0,
  })
})

it.each([
  [
    'headings, titles, captions and tables are no sentences',
    '# A b\n\n:::{note} C d\nE f.\n:::\n\n|g|h|\n|-|-|\n|i|j|',
    10,
    2,
    1,
  ],
  ['items of a list are paragraphs', '- One two.\n- Three four', 4, 4, 2],
  ['code and math are no words', 'Call `a.b()` when $x > 1$. Then `wait`.', 3, 3, 2],
  ['an address is none, and its sentence ends', 'See https://example.org/a.b. Then go.', 3, 3, 2],
  ['a footnote mark parts nothing', 'One[^a] two. Three.\n\n[^a]: A note.', 3, 3, 2],
  ['a line break ends no sentence', 'One two\\\nthree four.', 4, 4, 1],
  ['abbreviations and initials end no sentence', 'Mr. J. Doe came, e.g. on Monday, at 4 p.m. sharp.', 11, 11, 1],
  ['marks are no sentence', 'One. … — !', 1, 1, 1],
  ['a sentence may end between letters', 'Stop!Go a.\u05D0 on.', 4, 5, 3],
])('%s', (_, text, words, runningWords, sentences) => {
  expect(count(text)).toMatchObject({ words, runningWords, sentences })
})

describe('an index', () => {
  const hundred = 'The bee flies far. '.repeat(25)
  it.each([
    ['fleschReadingEase', 'en', hundred, null, 'Flesch 1948'],
    ['gunningFog', 'en-GB', hundred, null, 'Gunning 1952'],
    ['lix', 'en', hundred.slice(19), 'too-short', 'Björnsson 1968'],
    ['gulpease', 'en', hundred, 'language', null],
    ['fleschReadingEase', 'pl', hundred, 'language', null],
    ['rix', 'pl', hundred, null, 'Anderson 1983'],
    ['gulpease', 'it', hundred, null, 'Lucisano and Piemontese 1988'],
    ['wienerSachtext', 'de', hundred, null, 'Bamberger and Vanecek 1984'],
    ['lix', 'ja', '我喜欢读书。'.repeat(100), 'script', 'Björnsson 1968'],
    ['fleschReadingEase', 'ru', hundred, 'script', 'Oborneva 2006'],
    ['fleschReadingEase', 'en', 'Пчела летит далеко. '.repeat(40), 'script', 'Flesch 1948'],
  ] as const)('%s in %s is there or says why not', (name, language, text, because, formula) => {
    const index = count(text, language).indices[name]
    expect(index).toMatchObject({ because, formula })
    expect(index.value === null).toBe(because !== null)
  })
})

it('feels nothing where it cannot', () => {
  expect(count('I love this wonderful book.').sentiment).toBeGreaterThan(0.8)
  expect(count('Ich liebe dieses Buch.', 'de')).toMatchObject({ sentiment: null, feltSentences: null })
  expect(count('').sentiment).toBeNull()
  // The mean: one sentence is as good as the other is bad, and one says nothing.
  expect(count('It is good. It is bad. It is.').sentiment).toBeCloseTo((0.4404 - 0.5423) / 3, 4)
  expect(count('good '.repeat(600))).toMatchObject({ sentiment: null, feltSentences: 0 })
})

describe('markup', () => {
  const word = fc.constantFrom(
    'Bees',
    'dry',
    'the',
    'nectar',
    'wonderfully',
    'Dr.',
    'e.g.',
    'Idaho',
    'well-known',
    '3.5',
  )
  const sentence = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 8 }), fc.constantFrom('.', '!', '?'))
    .map(([words, end]) => `It ${words.join(' ')} then${end}`)
  const paragraphs = fc.array(fc.array(sentence, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  const plain = (all: string[][]) => all.map(sentences => sentences.join(' ')).join('\n\n')
  const wrappings: Record<string, (all: string[][]) => string> = {
    emphasis: all => plain(all.map(sentences => sentences.map(text => `**${text}**`))),
    links: all => plain(all.map(sentences => sentences.map(text => text.replace('then', '[then](https://a.b/c)')))),
    'a directive': all => `:::{note}\n${plain(all)}\n:::`,
    'directives in directives': all => `::::{grid} 2\n:::{card}\n${plain(all)}\n:::\n::::`,
    quotes: all => plain(all).replace(/^(?=.)/gm, '> '),
    lists: all => all.map(sentences => `- ${sentences.join(' ')}`).join('\n'),
    'a word of emphasis': all => plain(all.map(sentences => sentences.map(text => text.replace('It', '*It*')))),
    roles: all => plain(all.map(sentences => sentences.map(text => text.replace('then', '{term}`then`')))),
    'lines of their own': all => all.map(sentences => sentences.join('\n')).join('\n\n'),
    'Windows lines': all => plain(all).replaceAll('\n', '\r\n'),
  }
  const figures = ({ longestSentences, ...rest }: ReturnType<typeof count>) => ({
    ...rest,
    texts: longestSentences.map(({ text, words }) => ({ text, words })),
  })

  it.each(Object.entries(wrappings))('changes no figure: %s', (_, wrap) => {
    fc.assert(
      fc.property(paragraphs, all => {
        expect(figures(count(wrap(all)))).toEqual(figures(count(plain(all))))
      }),
      { numRuns: 50 },
    )
  })
})

it('points to sentences where they begin', () => {
  const page =
    '# Title\n\nFirst one.\nAnd **a second** of six words.\n\n:::{note}\n- Short.\n- In a list within a note it stands.\n:::\n'
  expect(count(page).longestSentences).toMatchObject([
    { text: 'In a list within a note it stands.', words: 8, line: 8, column: 3 },
    { text: 'And a second of six words.', words: 6, line: 4, column: 1 },
    { text: 'First one.', line: 3, column: 1 },
    { text: 'Short.', line: 7, column: 3 },
  ])
})

it('adds up over pages as if they were one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(gettysburg, '# Title\n\nOne two. Three!', '', '- a\n- b'), { maxLength: 5 }),
      texts => {
        const { longestSentences: _, ...whole } = count(texts.join('\n\n'))
        const sum: Statistics = statisticsOfAll(
          texts.map(text => count(text)),
          'en',
        )
        expect({ ...sum, sentiment: null }).toEqual({ ...whole, sentiment: null })
        // Each page's mean is rounded before they are joined.
        expect(sum.sentiment ?? 0).toBeCloseTo(whole.sentiment ?? 0, 3)
      },
    ),
    { numRuns: 30 },
  )
})

describe('any text', () => {
  it('is counted as countWords does, in every script and language', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 })),
        fc.constantFrom('en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'ru', 'zh', 'ar', 'el', 'th', 'xx-nonsense', ''),
        (text, language) => {
          // The full stops of Tai Tham end sentences, and yet Unicode's words run on over them.
          fc.pre(!/[\u1AA8-\u1AAB]/.test(text))
          const found = count(text, language)
          expect(found.words).toBe(countWords(text))
          expect(found.charactersWithSpaces).toBeGreaterThanOrEqual(found.characters)
          for (const [name, value] of Object.entries(found)) {
            if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['Arabic', 'ar', 'النحل يجفف الرحيق. ثم ينام.', 5, 2],
    ['Hindi', 'hi', 'मधुमक्खी रस सुखाती है। फिर सोती है।', 7, 2],
    ['Japanese', 'ja', '灯台は古い。海は静かだ。', 7, 2],
    ['Thai', 'th', 'ผึ้งบินไกล', 3, 1],
    ['Greek', 'el', 'Πού πας; Εδώ είμαι.', 4, 2],
    ['Georgian', 'ka', 'ფუტკარი შორს დაფრინავს. მერე სძინავს.', 5, 2],
  ])('in %s has its words and sentences', (_, language, text, words, sentences) => {
    expect(count(text, language)).toMatchObject({ words, sentences })
  })

  it.each([
    ['one line', 'The bee flies far away. '.repeat(44_000)],
    ['one sentence', 'The bee flies far away '.repeat(44_000)],
    ['one word', 'a'.repeat(1_000_000)],
    ['abbreviations', 'e.g. '.repeat(200_000)],
    ['initials', 'A. '.repeat(330_000)],
    ['marks', '! '.repeat(500_000)],
    ['words that all differ', Array.from({ length: 150_000 }, (_, index) => `w${index.toString(36)}`).join(' ')],
    ['capitals', 'GOOD BUT BAD! '.repeat(70_000)],
    ['ideographs', '我喜欢读书。'.repeat(160_000)],
    ['one sentence of ideographs', '我喜欢读书'.repeat(200_000)],
    ['accents', `${'e\u0301'.repeat(20)} `.repeat(25_000)],
    ['an address', `https://${')'.repeat(1_000_000)}a`],
  ])(
    'of a megabyte is counted: %s',
    (_, text) => {
      // With the square of its length it would take hours.
      expect(count(text).words).toBeGreaterThanOrEqual(0)
    },
    60_000,
  )
})
