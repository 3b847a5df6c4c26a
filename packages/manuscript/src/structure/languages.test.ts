import { describe, expect, test } from 'vitest'
import { lexiconsFor, structureLanguages } from './languages/lexicon.ts'
import { proposeStructure } from './propose-structure.ts'
import { readLabel } from './read-label.ts'
import { readHan, readRoman, wholeNumber } from './read-number.ts'
import { outlineOf, sketch } from './upload.fixture.ts'

// The beginning of a small book in each language, and what is in it.
const books: Record<string, [text: string, outline: string[]][]> = {
  en: [
    [
      'Foreword\n\n¶\n\nPart the First\n\nChapter the First\n\n¶\n\nChapter the Second\n\n¶\n\nPart the Second\n\nChapter the Third\n\n¶\n\nAfterword\n\n¶',
      [
        'front (foreword): Foreword',
        'part: Part the First',
        '  chapter: Chapter the First',
        '  chapter: Chapter the Second',
        'part: Part the Second',
        '  chapter: Chapter the Third',
        'back (afterword): Afterword',
      ],
    ],
  ],
  de: [
    [
      'Vorwort\n\n¶\n\nErster Teil\n\nErstes Kapitel\n\nDie Mühle\n\n¶\n\nZweites Kapitel\n\nDas Wehr\n\n¶\n\nZweiter Teil\n\nDrittes Kapitel\n\nDas Meer\n\n¶\n\nNachwort\n\n¶',
      [
        'front (preface): Vorwort',
        'part: Erster Teil',
        '  chapter: Erstes Kapitel | Die Mühle',
        '  chapter: Zweites Kapitel | Das Wehr',
        'part: Zweiter Teil',
        '  chapter: Drittes Kapitel | Das Meer',
        'back (afterword): Nachwort',
      ],
    ],
    [
      '1. Kapitel\n\n¶\n\n2. Kapitel\n\n¶\n\nAnhang A: Karten\n\n¶',
      ['chapter: 1. Kapitel', 'chapter: 2. Kapitel', 'back (appendix): Anhang A: Karten'],
    ],
  ],
  fr: [
    [
      'Avant-propos\n\n¶\n\nPREMIÈRE PARTIE\n\nChapitre premier\n\n¶\n\nChapitre deux\n\n¶\n\nDEUXIEME PARTIE\n\nChapitre III\n\n¶\n\nEPILOGUE\n\n¶',
      [
        'front (foreword): Avant-propos',
        'part: PREMIÈRE PARTIE',
        '  chapter: Chapitre premier',
        '  chapter: Chapitre deux',
        'part: DEUXIEME PARTIE',
        '  chapter: Chapitre III',
        'back (epilogue): EPILOGUE',
      ],
    ],
  ],
  es: [
    [
      'Prólogo\n\n¶\n\nPrimera parte\n\nCapítulo primero. El molino\n\n¶\n\nCapítulo II. La presa\n\n¶\n\nSegunda parte\n\nCapítulo tercero. El mar\n\n¶\n\nAgradecimientos\n\n¶',
      [
        'front (prologue): Prólogo',
        'part: Primera parte',
        '  chapter: Capítulo primero | El molino',
        '  chapter: Capítulo II | La presa',
        'part: Segunda parte',
        '  chapter: Capítulo tercero | El mar',
        'back (acknowledgements): Agradecimientos',
      ],
    ],
  ],
  it: [
    [
      'Prefazione\n\n¶\n\nParte prima\n\nCapitolo primo\n\n¶\n\nCapitolo secondo\n\n¶\n\nParte seconda\n\nCapitolo terzo\n\n¶\n\nNote\n\n¶',
      [
        'front (preface): Prefazione',
        'part: Parte prima',
        '  chapter: Capitolo primo',
        '  chapter: Capitolo secondo',
        'part: Parte seconda',
        '  chapter: Capitolo terzo',
        'back (notes): Note',
      ],
    ],
  ],
  pt: [
    [
      'Prefácio\n\n¶\n\nPRIMEIRA PARTE\n\nCapítulo Um\n\n¶\n\nCapítulo Dois\n\n¶\n\nSEGUNDA PARTE\n\nCapítulo Três\n\n¶\n\nPosfácio\n\n¶',
      [
        'front (preface): Prefácio',
        'part: PRIMEIRA PARTE',
        '  chapter: Capítulo Um',
        '  chapter: Capítulo Dois',
        'part: SEGUNDA PARTE',
        '  chapter: Capítulo Três',
        'back (afterword): Posfácio',
      ],
    ],
  ],
  nl: [
    [
      'Voorwoord\n\n¶\n\nDeel een\n\nHoofdstuk 1\n\n¶\n\nHoofdstuk twee\n\n¶\n\nDeel twee\n\nDerde hoofdstuk\n\n¶\n\nNawoord\n\n¶',
      [
        'front (preface): Voorwoord',
        'part: Deel een',
        '  chapter: Hoofdstuk 1',
        '  chapter: Hoofdstuk twee',
        'part: Deel twee',
        '  chapter: Derde hoofdstuk',
        'back (afterword): Nawoord',
      ],
    ],
  ],
  pl: [
    [
      'Wstęp\n\n¶\n\nCzęść pierwsza\n\nRozdział I\n\n¶\n\nRozdział drugi\n\n¶\n\nCzęść druga\n\nRozdział trzeci\n\n¶\n\nPrzypisy\n\n¶',
      [
        'front (introduction): Wstęp',
        'part: Część pierwsza',
        '  chapter: Rozdział I',
        '  chapter: Rozdział drugi',
        'part: Część druga',
        '  chapter: Rozdział trzeci',
        'back (notes): Przypisy',
      ],
    ],
  ],
  sv: [
    [
      'Förord\n\n¶\n\nFörsta delen\n\nKapitel ett\n\n¶\n\nKapitel två\n\n¶\n\nAndra delen\n\nKapitel tre\n\n¶\n\nEfterord\n\n¶',
      [
        'front (preface): Förord',
        'part: Första delen',
        '  chapter: Kapitel ett',
        '  chapter: Kapitel två',
        'part: Andra delen',
        '  chapter: Kapitel tre',
        'back (afterword): Efterord',
      ],
    ],
  ],
  ru: [
    [
      'Предисловие\n\n¶\n\nЧАСТЬ ПЕРВАЯ\n\nГлава первая\n\nМельница\n\n¶\n\nГлава вторая\n\nПлотина\n\n¶\n\nЧАСТЬ ВТОРАЯ\n\nГлава третья\n\nМоре\n\n¶\n\nЭпилог\n\n¶',
      [
        'front (preface): Предисловие',
        'part: ЧАСТЬ ПЕРВАЯ',
        '  chapter: Глава первая | Мельница',
        '  chapter: Глава вторая | Плотина',
        'part: ЧАСТЬ ВТОРАЯ',
        '  chapter: Глава третья | Море',
        'back (epilogue): Эпилог',
      ],
    ],
  ],
  zh: [
    [
      '前言\n\n¶\n\n第一部\n\n第一章 磨坊\n\n¶\n\n第二章 水坝\n\n¶\n\n第二部\n\n第三章 大海\n\n¶\n\n后记\n\n¶',
      [
        'front (preface): 前言',
        'part: 第一部',
        '  chapter: 第一章 | 磨坊',
        '  chapter: 第二章 | 水坝',
        'part: 第二部',
        '  chapter: 第三章 | 大海',
        'back (afterword): 后记',
      ],
    ],
  ],
  ja: [
    [
      'プロローグ\n\n¶\n\n第一部\n\n第一章　水車小屋\n\n¶\n\n第２章　堰\n\n¶\n\n第二部\n\n第三章　海\n\n¶\n\nあとがき\n\n¶',
      [
        'front (prologue): プロローグ',
        'part: 第一部',
        '  chapter: 第一章 | 水車小屋',
        '  chapter: 第2章 | 堰',
        'part: 第二部',
        '  chapter: 第三章 | 海',
        'back (afterword): あとがき',
      ],
    ],
  ],
}

test('every language has a book', () => {
  expect(Object.keys(books).sort()).toEqual([...structureLanguages].sort())
})

describe.each(Object.entries(books))('%s', (language, cases) => {
  test.each(cases)('%#', (text, outline) => {
    expect(outlineOf(proposeStructure(sketch(text, { metadata: { language } })))).toEqual(outline)
    // The language need not be known.
    const guessed = proposeStructure(sketch(text.replaceAll('¶', language === 'zh' || language === 'ja' ? '¶2' : '¶')))
    expect(outlineOf(guessed)).toEqual(outline)
  })
})

test.each([
  ['en', 'forty-two', 42],
  ['en', 'one hundred and nineteen', 119],
  ['en', 'Thirty-First', 31],
  ['de', 'einundzwanzig', 21],
  ['de', 'siebenunddreißigstes', 37],
  ['de', 'hundertzwölf', 112],
  ['fr', 'vingt et un', 21],
  ['fr', 'soixante-douze', 72],
  ['fr', 'quatre-vingt-dix', 90],
  ['fr', 'trente-deuxième', 32],
  ['es', 'treinta y cuatro', 34],
  ['es', 'veintitrés', 23],
  ['es', 'decimoquinto', 15],
  ['it', 'ventotto', 28],
  ['it', 'trentadue', 32],
  ['pt', 'quarenta e sete', 47],
  ['pt', 'décimo-segundo', 12],
  ['nl', 'vijfendertig', 35],
  ['nl', 'tweeëndertigste', 32],
  ['pl', 'dwadzieścia trzy', 23],
  ['sv', 'trettiofyra', 34],
  ['sv', 'tjugofemte', 25],
  ['ru', 'двадцать седьмая', 27],
  ['ru', 'сорок два', 42],
])('%s: %s is %i', (language, words, value) => {
  expect(wholeNumber(words, lexiconsFor(language))?.value).toBe(value)
})

test('roman numbers', () => {
  expect(['I', 'iv', 'IX', 'XIV', 'XL', 'XCIX', 'CXX', 'IIII'].map(readRoman)).toEqual([1, 4, 9, 14, 40, 99, 120, 4])
  expect(['', 'IIX', 'VX', 'MIX', 'ICE', 'ABC'].map(readRoman)).toEqual(Array(6).fill(undefined))
})

test('numbers in Han digits', () => {
  expect(['一', '十', '十二', '二十', '九十九', '一百零三', '二〇', '廿一', '兩百'].map(readHan)).toEqual([
    1, 10, 12, 20, 99, 103, 20, 21, 200,
  ])
  expect(['', '〇', '山', '一山'].map(readHan)).toEqual(Array(4).fill(undefined))
})

const all = lexiconsFor(undefined)

test.each([
  'Chapter 3 was boring.',
  'Chapter and verse, he quoted',
  'Part of the ship, part of the crew',
  'Book I liked most',
  'Notes: he had taken many',
  'Index funds are good',
  'Index. He put it down.',
  'I walked home',
  'I, Claudius',
  'V. Hugo wrote a long letter to his publisher and asked for money.',
  'One of them laughed',
  'Part One was over and nobody cared',
  '1.2 Sections',
  '3 of them',
  '第一章讲述了他的童年。',
  'Teil des Plans',
  'Partie de campagne',
  'Глава семьи молчал',
  'Parte del mare',
  'He read Chapter 4',
  'Conclusion, then: nothing',
  'Mix',
  'Civil',
  'Prologue to the tragedy that followed was this',
])('%s is no beginning', line => {
  expect(readLabel(line, all)).toBeUndefined()
})

test.each([
  ['CHAPTER XII.—THE END', 12, 'THE END'],
  ['Chap. 4', 4, ''],
  ['Chapter One Hundred and One: Return', 101, 'Return'],
  ['VII – Home', 7, 'Home'],
  ['— IV —', 4, ''],
  ['[12]', 12, ''],
  ['Chapter 1\nThe Boy', 1, 'The Boy'],
  ['卷三', 3, ''],
  ['上部', 1, ''],
  ['BOOK THE SECOND', 2, ''],
  ['Part C', 3, ''],
  ['12. Kapitel', 12, ''],
  ['Chapter 5 The Return', 5, 'The Return'],
  ['第12回：出发', 12, '出发'],
])('%s is number %i', (line, number, title) => {
  expect(readLabel(line, all)).toMatchObject({ number, title })
})
