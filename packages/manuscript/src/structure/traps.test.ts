import { describe, expect, test } from 'vitest'
import { accountFor } from './account-for.ts'
import { proposeStructure } from './propose-structure.ts'
import { marked, outlineOf, sketch } from './upload.fixture.ts'

type Case = [name: string, text: string, outline: string[], more?: Parameters<typeof sketch>[1]]

const cases: Case[] = [
  // Numbered in every way
  [
    'a word and a number word',
    'CHAPTER ONE\n\n¶\n\nCHAPTER TWO\n\n¶\n\nCHAPTER THREE\n\n¶',
    ['chapter: CHAPTER ONE', 'chapter: CHAPTER TWO', 'chapter: CHAPTER THREE'],
  ],
  ['a word, figures and a stop', 'Chapter 1.\n\n¶\n\nChapter 2.\n\n¶', ['chapter: Chapter 1', 'chapter: Chapter 2']],
  [
    'a title on the same line',
    'Chapter 1: The Mill\n\n¶\n\nChapter 2: The Weir\n\n¶',
    ['chapter: Chapter 1 | The Mill', 'chapter: Chapter 2 | The Weir'],
  ],
  [
    'a title behind a dash',
    'CHAPTER I.—THE MILL\n\n¶\n\nCHAPTER II.—THE WEIR\n\n¶',
    ['chapter: CHAPTER I | THE MILL', 'chapter: CHAPTER II | THE WEIR'],
  ],
  [
    'a title in the next line of the block',
    'CHAPTER I\nThe Mill\n\n¶\n\nCHAPTER II\nThe Weir\n\n¶',
    ['chapter: CHAPTER I | The Mill', 'chapter: CHAPTER II | The Weir'],
  ],
  [
    'a title in the next block',
    'CHAPTER I\n\nThe Mill\n\n¶\n\nCHAPTER II\n\nThe Weir\n\n¶',
    ['chapter: CHAPTER I | The Mill', 'chapter: CHAPTER II | The Weir'],
  ],
  [
    'an ordinal behind the word',
    'Chapter the First\n\n¶\n\nChapter the Second\n\n¶',
    ['chapter: Chapter the First', 'chapter: Chapter the Second'],
  ],
  ['roman numbers alone', 'I\n\n¶\n\nII\n\n¶\n\nIII\n\n¶', ['chapter: I', 'chapter: II', 'chapter: III']],
  [
    'roman numbers with stops and titles',
    'I. The Mill\n\n¶\n\nII. The Weir\n\n¶',
    ['chapter: I | The Mill', 'chapter: II | The Weir'],
  ],
  ['figures alone', '1\n\n¶\n\n2\n\n¶\n\n3\n\n¶', ['chapter: 1', 'chapter: 2', 'chapter: 3']],
  [
    'figures with titles',
    '1. The Mill\n\n¶2\n\n2. The Weir\n\n¶2\n\n3. The Sea\n\n¶2',
    ['chapter: 1 | The Mill', 'chapter: 2 | The Weir', 'chapter: 3 | The Sea'],
  ],
  ['number words alone', 'ONE\n\n¶\n\nTWO\n\n¶\n\nTHREE\n\n¶', ['chapter: ONE', 'chapter: TWO', 'chapter: THREE']],
  ['ornaments around numbers', '— I —\n\n¶\n\n— II —\n\n¶', ['chapter: I', 'chapter: II']],
  [
    'an old title with several sentences',
    'CHAPTER I. Of the Mill. Of the Miller\n\n¶\n\nCHAPTER II. Of the Weir\n\n¶',
    ['chapter: CHAPTER I | Of the Mill. Of the Miller', 'chapter: CHAPTER II | Of the Weir'],
  ],
  [
    'titles that ask and exclaim',
    'I\n\nWho Is There?\n\n¶\n\nII\n\nA Light!\n\n¶',
    ['chapter: I | Who Is There?', 'chapter: II | A Light!'],
  ],
  [
    'a number missing',
    'Chapter 1\n\n¶\n\nChapter 2\n\n¶\n\nChapter 4\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 4'],
  ],
  [
    'a number twice',
    'Chapter 1\n\n¶3\n\nChapter 2\n\n¶3\n\nChapter 2\n\n¶3\n\nChapter 3\n\n¶3',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  ['only one', 'Chapter One\n\n¶3', ['chapter: Chapter One']],
  // Parts
  [
    'parts with numbers that run on',
    'PART ONE\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nPART TWO\n\nChapter 3\n\n¶',
    ['part: PART ONE', '  chapter: Chapter 1', '  chapter: Chapter 2', 'part: PART TWO', '  chapter: Chapter 3'],
  ],
  [
    'parts with numbers that begin again',
    'Part I\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nPart II\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    [
      'part: Part I',
      '  chapter: Chapter 1',
      '  chapter: Chapter 2',
      'part: Part II',
      '  chapter: Chapter 1',
      '  chapter: Chapter 2',
    ],
  ],
  [
    'parts with titles',
    'PART ONE\n\nThe River\n\nChapter 1\n\n¶\n\nPART TWO\n\nThe Sea\n\nChapter 2\n\n¶',
    ['part: PART ONE | The River', '  chapter: Chapter 1', 'part: PART TWO | The Sea', '  chapter: Chapter 2'],
  ],
  [
    'books that hold parts',
    'BOOK I\n\nPart 1\n\nChapter 1\n\n¶\n\nPart 2\n\nChapter 2\n\n¶\n\nBOOK II\n\nPart 1\n\nChapter 1\n\n¶',
    [
      'part: BOOK I',
      '  part: Part 1',
      '    chapter: Chapter 1',
      '  part: Part 2',
      '    chapter: Chapter 2',
      'part: BOOK II',
      '  part: Part 1',
      '    chapter: Chapter 1',
    ],
  ],
  [
    'acts and scenes',
    'ACT I\n\nScene 1. A Street\n\n¶\n\nScene 2. A Room\n\n¶\n\nACT II\n\nScene 1. The Sea\n\n¶',
    [
      'part: ACT I',
      '  chapter: Scene 1 | A Street',
      '  chapter: Scene 2 | A Room',
      'part: ACT II',
      '  chapter: Scene 1 | The Sea',
    ],
  ],
  ['parts without chapters', 'Part One\n\n¶3\n\nPart Two\n\n¶3', ['chapter: Part One', 'chapter: Part Two']],
  [
    'roman parts around figures',
    'PART I\n\n1\n\n¶\n\n2\n\n¶\n\nPART II\n\n3\n\n¶\n\n4\n\n¶',
    ['part: PART I', '  chapter: 1', '  chapter: 2', 'part: PART II', '  chapter: 3', '  chapter: 4'],
  ],
  [
    'letters before chapters',
    'Letter 1\n\n¶\n\nLetter 2\n\n¶\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nChapter 3\n\n¶',
    ['chapter: Letter 1', 'chapter: Letter 2', 'chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  // Front and back matter
  [
    'a prologue and an epilogue',
    'PROLOGUE\n\n¶\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nEPILOGUE\n\n¶',
    ['front (prologue): PROLOGUE', 'chapter: Chapter 1', 'chapter: Chapter 2', 'back (epilogue): EPILOGUE'],
  ],
  [
    'an epilogue behind the last part',
    'Part I\n\nChapter 1\n\n¶\n\nPart II\n\nChapter 2\n\n¶\n\nEpilogue\n\n¶',
    ['part: Part I', '  chapter: Chapter 1', 'part: Part II', '  chapter: Chapter 2', 'back (epilogue): Epilogue'],
  ],
  [
    'much before and much behind',
    'Foreword\n\n¶\n\nPreface to the Second Edition\n\n¶\n\nIntroduction\n\n¶\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nAppendix A: Tables\n\n¶\n\nAppendix B: Sources\n\n¶\n\nNotes\n\n¶\n\nGlossary\n\n¶\n\nBibliography\n\n¶\n\nIndex\n\n¶',
    [
      'front (foreword): Foreword',
      'front (preface): Preface to the Second Edition',
      'front (introduction): Introduction',
      'chapter: Chapter 1',
      'chapter: Chapter 2',
      'back (appendix): Appendix A: Tables',
      'back (appendix): Appendix B: Sources',
      'back (notes): Notes',
      'back (glossary): Glossary',
      'back (bibliography): Bibliography',
      'back (index): Index',
    ],
  ],
  [
    'a line for somebody',
    'For Anna, who waited\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    ['front (dedication): Dedication', 'chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'a page of rights',
    'Copyright © 2024 by Nobody\n\nAll rights reserved.\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    ['front (copyright): Copyright', 'chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'a title page',
    'The Lamp Room\n\nA Novel\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    ['front (titlepage): Title page', 'chapter: Chapter 1', 'chapter: Chapter 2'],
    { metadata: { title: 'The Lamp Room' } },
  ],
  [
    'what has no name',
    'Something was printed here that nobody can name and that goes on for a line or two.\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    ['front: Front matter', 'chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  // Traps
  [
    'prose that begins with a name of matter',
    'Chapter 1\n\n¶\n\nNotes were passed along the row until the bell rang.\n\n¶\n\nChapter 2\n\n¶\n\nIndex cards lay on the floor.\n\n¶\n\nChapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'a heading "Notes" between chapters',
    'Chapter 1\n\n¶\n\nNotes\n\n¶\n\nChapter 2\n\n¶\n\nNotes\n\n¶\n\nChapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'prose that begins with a word for chapter',
    'Chapter 1\n\n¶\n\nChapter and verse, he could quote them all.\n\n¶\n\nChapter 2 was where he stopped.\n\n¶\n\nChapter 2\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'sentences that begin with I',
    'I\n\n¶\n\nI walked home.\n\nI did not sleep\n\n¶\n\nII\n\n¶\n\nIII\n\n¶',
    ['chapter: I', 'chapter: II', 'chapter: III'],
  ],
  [
    'an exclamation "I" in the middle',
    'Chapter 1\n\n¶\n\nI\n\n¶\n\nChapter 2\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'a list in a chapter',
    'Chapter 1\n\n¶\n\n1. Butter\n\n2. Flour\n\n3. Eggs\n\n¶\n\nChapter 2\n\n¶\n\n1. Salt\n\n2. Pepper\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'a list within chapters numbered as it',
    '1. The Mill\n\n¶3\n\n1. Butter\n\n2. Flour\n\n3. Eggs\n\n¶\n\n2. The Weir\n\n¶3\n\n3. The Sea\n\n¶3',
    ['chapter: 1 | The Mill', 'chapter: 2 | The Weir', 'chapter: 3 | The Sea'],
  ],
  [
    'sections in every chapter',
    'Chapter 1\n\n¶\n\n1. First things\n\n¶\n\n2. Second things\n\n¶\n\nChapter 2\n\n¶\n\n1. Again\n\n¶\n\n2. And again\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'decimal sections',
    'Chapter 1\n\n¶\n\n1.1 First\n\n¶\n\n1.2 Second\n\n¶\n\nChapter 2\n\n¶\n\n2.1 Third\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'years as lines',
    'Chapter 1\n\n¶\n\n1884\n\n¶\n\n1885\n\n¶\n\nChapter 2\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'page numbers that break sentences',
    Array.from(
      { length: 9 },
      (_, page) =>
        `The road went on for a long while without a house and without a tree and then turned to the\n\n${page + 1}\n\nleft where the river was. ¶`,
    ).join('\n\n'),
    ['chapter: The road'],
  ],
  [
    'a scene break of stars',
    'Chapter 1\n\n¶\n\n* * *\n\n¶\n\nChapter 2\n\n¶\n\n* * *\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'a chapter that is mentioned',
    'Chapter 1\n\n¶\n\n“Chapter 2,” he said.\n\n¶\n\nChapter 2\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'dialogue below a number is no title',
    'I\n\n“Who goes there?”\n\n¶\n\nII\n\n“Nobody.”\n\n¶\n\nIII\n\n“Good.”\n\n¶',
    ['chapter: I', 'chapter: II', 'chapter: III'],
  ],
  [
    'one short first line is no title',
    'I\n\nIt rained\n\n¶\n\nII\n\n¶\n\nIII\n\n¶\n\nIV\n\n¶',
    ['chapter: I', 'chapter: II', 'chapter: III', 'chapter: IV'],
  ],
  [
    'printed contents',
    `Contents\n\n${Array.from({ length: 20 }, (_, n) => `Chapter ${n + 1}`).join('\n\n')}\n\n${Array.from({ length: 20 }, (_, n) => `Chapter ${n + 1}\n\n¶`).join('\n\n')}`,
    ['front (contents): Contents', ...Array.from({ length: 20 }, (_, n) => `chapter: Chapter ${n + 1}`)],
  ],
  [
    'printed contents in one block with page numbers',
    `CONTENTS\n\nThe Mill ........ 1\nThe Weir ........ 12\nThe Sea ......... 30\n\nThe Mill\n\n¶\n\nThe Weir\n\n¶\n\nThe Sea\n\n¶`,
    ['front (contents): CONTENTS', 'chapter: The Mill', 'chapter: The Weir', 'chapter: The Sea'],
  ],
  [
    'printed contents in one block, numbers above titles in the text',
    `Contents\n\nCHAPTER I. The Mill\nCHAPTER II. The Weir\nCHAPTER III. The Sea\n\nCHAPTER I.\nThe Mill\n\n¶\n\nCHAPTER II.\nThe Weir\n\n¶\n\nCHAPTER III.\nThe Sea\n\n¶`,
    [
      'front (contents): Contents',
      'chapter: CHAPTER I | The Mill',
      'chapter: CHAPTER II | The Weir',
      'chapter: CHAPTER III | The Sea',
    ],
  ],
  [
    'titles of scenes that are sentences',
    'ACT I\n\nSCENE I. A room of state in the castle.\n\n¶\n\nSCENE II. Elsinore. A platform before the castle.\n\n¶',
    [
      'part: ACT I',
      '  chapter: SCENE I | A room of state in the castle',
      '  chapter: SCENE II | Elsinore. A platform before the castle',
    ],
  ],
  [
    'a title page that is no dedication',
    'A Novel\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶',
    ['front: Front matter', 'chapter: Chapter 1', 'chapter: Chapter 2'],
  ],
  [
    'printed contents without a title',
    `Chapter 1\n\nChapter 2\n\nChapter 3\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nChapter 3\n\n¶`,
    ['front (contents): Contents', 'chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'printed contents of numbers above titles',
    `CONTENTS\n\nI\n\nThe Mill\n\nII\n\nThe Weir\n\nIII\n\nThe Sea\n\nI\n\nThe Mill\n\n¶\n\nII\n\nThe Weir\n\n¶\n\nIII\n\nThe Sea\n\n¶`,
    ['front (contents): CONTENTS', 'chapter: I | The Mill', 'chapter: II | The Weir', 'chapter: III | The Sea'],
  ],
  [
    'contents that are all there is',
    'Contents\n\nChapter 1\n\nChapter 2\n\nChapter 3\n\nSomething else altogether follows here, in one long paragraph of its own.\n\n¶2',
    ['chapter: Contents'],
  ],
  [
    'a draft of a few words each',
    'Chapter 1\n\nThey meet at the mill.\n\nChapter 2\n\nThey quarrel about the letter.\n\nChapter 3\n\nSomebody leaves in the night.',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  ['nothing at all to go by', '¶3', ['chapter: The lamp']],
  [
    'parts of an exercise within a chapter',
    'Chapter 1\n\n¶\n\nPart 1: Measure\n\n¶\n\nPart 2: Compare\n\n¶\n\nPart 3: Conclude\n\n¶\n\nChapter 2\n\n¶\n\nChapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  // Titles alone
  [
    'capitals apart from the text',
    'THE MILL\n\n¶3\n\n\nTHE WEIR\n\n¶3\n\n\nTHE SEA\n\n¶3',
    ['chapter: THE MILL', 'chapter: THE WEIR', 'chapter: THE SEA'],
  ],
  ['larger letters', '!2 The Mill\n\n¶3\n\n!2 The Weir\n\n¶3', ['chapter: The Mill', 'chapter: The Weir']],
  [
    'larger letters below a still larger title',
    '!3 The River\n\n!2 The Mill\n\n¶3\n\n!2 The Weir\n\n¶3',
    ['front: Front matter', 'chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'centred and bold, with bold words in the text',
    '^ The Mill\n\n¶3\n\n*Mind the step*\n\n¶3\n\n^ The Weir\n\n¶4\n\n^ The Sea\n\n¶4',
    ['chapter: The Mill', 'chapter: The Weir', 'chapter: The Sea'],
  ],
  // Headings
  [
    'headings of one level',
    '# The Mill\n\n¶\n\n## A part of it\n\n¶\n\n# The Weir\n\n¶',
    ['chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'a book title above',
    '# The River\n\n¶\n\n## The Mill\n\n¶\n\n## The Weir\n\n¶',
    ['front (titlepage): The River', 'chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'parts by the word',
    '# Part One\n\n## The Mill\n\n¶\n\n## The Weir\n\n¶\n\n# Part Two\n\n## The Sea\n\n¶',
    ['part: Part One', '  chapter: The Mill', '  chapter: The Weir', 'part: Part Two', '  chapter: The Sea'],
  ],
  [
    'parts by their shape',
    '# Water\n\n## The Mill\n\n¶15\n\n## The Weir\n\n¶15\n\n# Land\n\n## The Road\n\n¶15\n\n## The House\n\n¶15',
    [
      'part: Water',
      '  chapter: The Mill',
      '  chapter: The Weir',
      'part: Land',
      '  chapter: The Road',
      '  chapter: The House',
    ],
  ],
  [
    'sections right below chapters',
    '# The Mill\n\n## Light\n\n¶\n\n## Dark\n\n¶\n\n# The Weir\n\n## Rain\n\n¶\n\n## Sun\n\n¶',
    ['chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'a number and a title as two headings',
    '## I\n\n## The Mill\n\n¶\n\n## II\n\n## The Weir\n\n¶',
    ['chapter: I | The Mill', 'chapter: II | The Weir'],
  ],
  [
    'a chapter on the wrong level',
    '# Chapter 1\n\n¶\n\n### Chapter 2\n\n¶\n\n# Chapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'everything on one level',
    '# Chapter 1\n\n¶\n\n# Aims\n\n¶\n\n# Summary\n\n¶\n\n# Chapter 2\n\n¶\n\n# Aims\n\n¶\n\n# Summary\n\n¶\n\n# Chapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'an interlude between numbered chapters',
    '# Chapter 1\n\n¶\n\n# Interlude\n\n¶\n\n# Chapter 2\n\n¶\n\n# Chapter 3\n\n¶',
    ['chapter: Chapter 1', 'chapter: Interlude', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
  [
    'matter as headings',
    '# Preface\n\n¶\n\n# The Mill\n\n¶\n\n# The Weir\n\n¶\n\n# Notes\n\n¶\n\n# Index\n\n¶',
    [
      'front (preface): Preface',
      'chapter: The Mill',
      'chapter: The Weir',
      'back (notes): Notes',
      'back (index): Index',
    ],
  ],
  [
    'an introduction in the middle',
    '# The Mill\n\n¶\n\n# Introduction\n\n¶\n\n# The Weir\n\n¶',
    ['chapter: The Mill', 'chapter: Introduction', 'chapter: The Weir'],
  ],
  [
    'notes below each chapter',
    '# The Mill\n\n¶\n\n# Notes\n\n¶\n\n# The Weir\n\n¶\n\n# Notes\n\n¶\n\n# The Sea\n\n¶',
    ['chapter: The Mill', 'chapter: The Weir', 'chapter: The Sea'],
  ],
  [
    'one heading and numbers below it',
    '# The River\n\n¶\n\nChapter 1\n\n¶\n\nChapter 2\n\n¶\n\nChapter 3\n\n¶',
    ['front: Front matter', 'chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3'],
  ],
]

describe('a text', () => {
  test.each(cases)('with %s', (_, text, outline, more) => {
    const upload = sketch(text, more)
    const structure = proposeStructure(upload)
    const printed = outlineOf(structure).map(line => line.replace(/(The lamp|The road).*/, '$1'))
    expect(printed).toEqual(outline)
    const { lost, twice, total, chapters, parts, front, back } = accountFor(upload, structure)
    expect([lost, twice, chapters + parts + front + back]).toEqual([[], [], total])
  })
})

const marks: [
  name: string,
  text: string,
  from: 'nav' | 'outline' | 'toc' | 'spine',
  list: string,
  outline: string[],
][] = [
  [
    'chapters',
    'The Mill\n\n¶\n\nThe Weir\n\n¶',
    'nav',
    'The Mill\nThe Weir',
    ['chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'sections below chapters',
    'Chapter 1\n\n¶\n\nAims\n\n¶\n\nChapter 2\n\n¶',
    'nav',
    'Chapter 1: The Mill\n> Aims\nChapter 2: The Weir',
    ['chapter: Chapter 1 | The Mill', 'chapter: Chapter 2 | The Weir'],
  ],
  [
    'parts that nothing prints',
    'The Mill\n\n¶\n\nThe Weir\n\n¶\n\nTables\n\n¶',
    'toc',
    'Chapters\n> The Mill\n> The Weir\nAppendices\n> Tables',
    ['part: Chapters', '  chapter: The Mill', '  chapter: The Weir', 'part: Appendices', '  back (appendix): Tables'],
  ],
  [
    'roles',
    'For Anna\n\nThe Mill\n\n¶\n\nThe Weir\n\n¶\n\nThanks to all\n\n¶',
    'nav',
    'For Anna @dedication\nThe Mill @chapter\nThe Weir @chapter\nThanks to all @acknowledgments',
    [
      'front (dedication): For Anna',
      'chapter: The Mill',
      'chapter: The Weir',
      'back (acknowledgements): Thanks to all',
    ],
  ],
  [
    'less than the numbers show',
    'Chapter 1\n\n¶\n\nChapter 2\n\n¶\n\nChapter 3\n\n¶\n\nChapter 4\n\n¶',
    'nav',
    'Chapter 1',
    ['chapter: Chapter 1', 'chapter: Chapter 2', 'chapter: Chapter 3', 'chapter: Chapter 4'],
  ],
  [
    'a book title that holds all',
    'The River\n\n¶\n\nThe Mill\n\n¶\n\nThe Weir\n\n¶',
    'outline',
    'The River\n> The Mill\n> The Weir',
    ['front (titlepage): The River', 'chapter: The Mill', 'chapter: The Weir'],
  ],
  [
    'numbers and titles as entries of their own',
    'I\n\nThe Mill\n\n¶\n\nII\n\nThe Weir\n\n¶',
    'nav',
    'I\nThe Mill\nII\nThe Weir',
    ['chapter: I | The Mill', 'chapter: II | The Weir'],
  ],
  [
    'a document of notes it passes over, and notes within a chapter',
    '>>a\n\nThe Mill\n\n¶\n\n>>b\n\nThe Weir\n\n¶\n\n# Notes\n\n¶\n\n>>c\n\n# Notes\n\n¶',
    'nav',
    'The Mill\nThe Weir',
    ['chapter: The Mill', 'chapter: The Weir', 'back (notes): Notes'],
  ],
  [
    'front matter that has sections',
    'Welcome\n\n¶\n\nHow to read\n\n¶\n\nThe Mill\n\n¶\n\nThe Weir\n\n¶',
    'nav',
    'Welcome @frontmatter\n> How to read\nWater @part\n> The Mill\n> The Weir',
    ['front: Welcome', 'part: Water', '  chapter: The Mill', '  chapter: The Weir'],
  ],
  [
    'documents without a word on them',
    'The Mill\n\n¶\n\nThe Weir\n\n¶',
    'spine',
    'The Mill\nThe Weir',
    ['chapter: The Mill', 'chapter: The Weir'],
  ],
]

describe('marks of the file', () => {
  test.each(marks)('with %s', (_, text, from, list, outline) => {
    const upload = marked(sketch(text), from, list)
    const structure = proposeStructure(upload)
    expect(outlineOf(structure)).toEqual(outline)
    expect(accountFor(upload, structure)).toMatchObject({ lost: [], twice: [] })
  })
})
