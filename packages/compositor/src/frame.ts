import type { BookKind, Brief, Outline, OutlineChapter, Passage, Source } from '@octavo/manuscript'
import { keyPhrases } from './key-phrases.ts'
import { plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { hasSubstance, prose } from './substance.ts'
import { capitalized, cleanTitle } from './titles.ts'
import { cosine, vectorsOf } from './vectors.ts'
import { termsOf, wordsOf } from './words.ts'

const leastWords = 120

interface Part {
  title: string
  sections: { title: string; questions: string[]; fill: string }[]
}

// What a book of each kind has to answer, whatever it is about. `$` stands for its subject, in the brief's own words.
const frames: Record<BookKind, { opening: Part[]; middle: Part; closing: Part[] }> = {
  technical: {
    opening: [
      {
        title: 'Why $',
        sections: [
          {
            title: 'The problem',
            questions: ['What goes wrong without it, and for whom?', 'What have people tried before?'],
            fill: 'One concrete case from your own practice.',
          },
          {
            title: 'What the reader will be able to do',
            questions: ['What does the reader know already?', 'What can they build or decide at the end?'],
            fill: 'Three sentences that begin with a verb.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'The idea',
          questions: ['What is it, in one sentence?', 'Which terms must be defined first?'],
          fill: 'A definition, and a figure if it has a shape.',
        },
        {
          title: 'A worked example',
          questions: ['What is the smallest example that still shows it?', 'What does it print or return?'],
          fill: 'Code or data that runs as printed.',
        },
        {
          title: 'Limits and mistakes',
          questions: ['When is it the wrong choice?', 'What does a beginner get wrong, and how does it show?'],
          fill: 'A warning, with the symptom and the repair.',
        },
      ],
    },
    closing: [
      {
        title: 'Putting it to work',
        sections: [
          {
            title: 'From example to practice',
            questions: ['What changes at full size?', 'What has to be measured, and what is a good figure?'],
            fill: 'A checklist.',
          },
          {
            title: 'Where to go next',
            questions: ['What was left out on purpose?', 'What should be read next, and why?'],
            fill: 'References that you have read.',
          },
        ],
      },
    ],
  },
  academic: {
    opening: [
      {
        title: 'The question: $',
        sections: [
          {
            title: 'Question and scope',
            questions: ['What exactly is asked?', 'What is left outside, and why?'],
            fill: 'The question in one sentence.',
          },
          {
            title: 'What is known',
            questions: ['Which works does this answer or continue?', 'Where do they disagree?'],
            fill: 'Sources that you have read, with pages.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'Concepts',
          questions: ['Which terms are used, in whose sense?'],
          fill: 'Definitions with their origin.',
        },
        {
          title: 'Evidence',
          questions: ['What was observed, measured or read?', 'How could it be wrong?'],
          fill: 'Data, tables, quotations.',
        },
        {
          title: 'Argument',
          questions: ['What follows from the evidence?', 'What is the best objection?'],
          fill: 'The objection at its strongest, and the answer.',
        },
      ],
    },
    closing: [
      {
        title: 'What follows',
        sections: [
          {
            title: 'Findings',
            questions: ['What can now be said that could not be said before?'],
            fill: 'The findings, each with its evidence.',
          },
          {
            title: 'Limits and open questions',
            questions: ['What would change the answer?', 'What should be studied next?'],
            fill: 'The weakest point of the argument.',
          },
        ],
      },
    ],
  },
  documentation: {
    opening: [
      {
        title: 'Getting started with $',
        sections: [
          {
            title: 'Before you begin',
            questions: ['What must be installed or known?', 'Which versions were tested?'],
            fill: 'Requirements with version numbers.',
          },
          {
            title: 'First steps',
            questions: ['What is the shortest way to a result?', 'How does the reader see that it worked?'],
            fill: 'Commands with their output.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        { title: 'What it does', questions: ['When does the reader need it?'], fill: 'One paragraph.' },
        {
          title: 'How to use it',
          questions: ['Which steps, in which order?', 'What is the default?'],
          fill: 'Steps and an example.',
        },
        { title: 'Reference', questions: ['Which options are there, with type, default and limit?'], fill: 'A table.' },
      ],
    },
    closing: [
      {
        title: 'When something goes wrong',
        sections: [
          {
            title: 'Symptoms and repairs',
            questions: ['Which error messages do users meet?', 'What mends each of them?'],
            fill: 'Message, cause, repair.',
          },
          {
            title: 'Getting help',
            questions: ['What should a report contain, and where does it go?'],
            fill: 'An address.',
          },
        ],
      },
    ],
  },
  'non-fiction': {
    opening: [
      {
        title: 'Why $ matters',
        sections: [
          {
            title: 'A scene to open with',
            questions: ['Which moment shows what is at stake?', 'Who was there?'],
            fill: 'A scene that you can document.',
          },
          {
            title: 'What this book says',
            questions: ['What is the claim, in one sentence?', 'Who would disagree?'],
            fill: 'The claim.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'What happened',
          questions: ['Who, where, when?', 'How do you know?'],
          fill: 'Facts with their sources.',
        },
        {
          title: 'What it means',
          questions: ['Why did it happen so and not otherwise?', 'What does the reader take from it?'],
          fill: 'The thought that the facts support.',
        },
      ],
    },
    closing: [
      {
        title: 'What remains',
        sections: [
          {
            title: 'Back to the beginning',
            questions: ['What does the opening scene mean now?'],
            fill: 'The scene, seen again.',
          },
          {
            title: 'What can be done',
            questions: ['What should the reader do, or think differently?'],
            fill: 'One thing that is within reach.',
          },
        ],
      },
    ],
  },
  fiction: {
    opening: [
      {
        title: 'Before it begins',
        sections: [
          {
            title: 'The ordinary day',
            questions: ['Who is the story about, and what do they want?', 'What do they believe that is not true?'],
            fill: 'A first scene: a place, a person, something they are doing.',
          },
          {
            title: 'What breaks it',
            questions: ['What happens that cannot be undone?', 'Why can they not walk away?'],
            fill: 'The scene in which it happens.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'What they try',
          questions: ['What does each person in the scene want?', 'What stands in the way, and gets worse?'],
          fill: 'A scene that ends differently from how it began.',
        },
        {
          title: 'What it costs',
          questions: ['What is lost or learned?', 'Who knows something that the others do not?'],
          fill: 'The scene after, in which it is felt.',
        },
      ],
    },
    closing: [
      {
        title: 'The last choice',
        sections: [
          {
            title: 'The choice',
            questions: ['What must be given up?', 'What would they have chosen on the first page?'],
            fill: 'The scene that the book has been moving toward.',
          },
          {
            title: 'Afterwards',
            questions: ['What is different now?', 'What is the last picture?'],
            fill: 'A short scene.',
          },
        ],
      },
    ],
  },
}

const usualChapters = 6

/** Whether there is too little material to compose from: fewer than 120 words of prose. */
export function isFrame(passages: Passage[], language: string): boolean {
  const words = passages
    .filter(hasSubstance)
    .reduce((sum, passage) => sum + wordsOf(plain(prose(passage)), language).length, 0)
  return words < leastWords
}

/** The free text of a brief as a source, for what quotes or measures it. */
export function briefSource(brief: Brief): Source {
  return { id: 'brief', title: 'brief.md', origin: 'brief.md', format: 'markdown', text: brief.notes }
}

/**
 * The plan of a book nobody has given material for: chapters by its kind, their titles from the brief's own words. Items
 * of a list in the brief are taken for chapter titles.
 */
export function frameOutline(brief: Brief): Outline {
  const { opening, middle, closing } = frames[brief.kind]
  const listed = [...brief.notes.matchAll(/^\s*(?:[-*+]|\d+[.)])\s+(.{3,120})$/gm)].map(match => cleanTitle(match[1]!))
  const subjects = subjectsOf(brief)
  const subject = subjects[0] ?? brief.title
  const titled = (part: Part, name: string): Part => ({ ...part, title: part.title.replace('$', name) })
  const parts =
    listed.length >= 3
      ? listed.slice(0, brief.chapters ?? 200).map(title => titled(middle, title))
      : framed(
          brief.chapters ?? usualChapters,
          opening.map(part => titled(part, subject)),
          subjects.slice(1),
          middle,
          closing,
        )
  return { title: brief.title, chapters: parts.map(chapterOf) }
}

function framed(wanted: number, opening: Part[], subjects: string[], middle: Part, closing: Part[]): Part[] {
  const inner = Math.max(0, wanted - opening.length - closing.length)
  const names = Array.from({ length: inner }, (_, index) => subjects[index] ?? `Part ${index + 2}: to be named`)
  const parts = [...opening, ...names.map(name => ({ ...middle, title: capitalized(name) })), ...closing]
  return parts.slice(0, wanted)
}

function chapterOf(part: Part): OutlineChapter {
  return {
    title: part.title,
    synopsis: part.sections.flatMap(section => section.questions).join(' '),
    objectives: [],
    sections: part.sections.map(section => ({
      title: section.title,
      synopsis: section.questions.join(' '),
      passages: [],
    })),
  }
}

function subjectsOf(brief: Brief): string[] {
  const main = brief.title.split(/[:–—]/)[0]!.trim()
  const text = [brief.title, brief.subtitle, brief.description, brief.genre, brief.notes].filter(Boolean).join('.\n')
  const phrases = keyPhrases(text, brief.language, new Map(), 40).filter(
    phrase =>
      !/^(?:book|chapter|reader|author|page|tone|note|sample)s?$/i.test(phrase) &&
      !main.toLowerCase().includes(phrase.toLowerCase()),
  )
  return [main, ...phrases]
}

/** The text of a section nobody has given material for: it says so, asks, and quotes what the brief has to say. */
export function frameSection(brief: Brief, outline: Outline, chapter: number, section: number): string {
  const planned = outline.chapters[chapter]!.sections[section]!
  const fill = [...frames[brief.kind].opening, frames[brief.kind].middle, ...frames[brief.kind].closing]
    .flatMap(part => part.sections)
    .find(each => each.title === planned.title && each.questions.join(' ') === planned.synopsis)
  const questions = fill?.questions ?? planned.synopsis.split(/(?<=\?)\s+/).filter(question => question.endsWith('?'))
  const quotes = quotesFor(brief, outline, chapter, section)
  const whole = outline.chapters[chapter]!.sections.every(each => each.passages.length === 0)
  const lines: string[] = []
  if (!whole || section === 0)
    lines.push(
      `:::{admonition} This ${whole ? 'chapter' : 'section'} is a frame`,
      ':class: warning octavo-own',
      'No source was given for it, so nothing has been written: it holds questions to answer and places to fill. Add notes to the sources and compose it again, or write here.',
      ':::',
      '',
    )
  if (quotes.length > 0) lines.push(`> ${quotes.join(' ')}[^brief]`, '')
  if (questions.length > 0)
    lines.push(
      ':::{admonition} To answer',
      ':class: octavo-own',
      ...questions.map(question => `- ${question}`),
      ':::',
      '',
    )
  lines.push(
    ':::{admonition} To fill in',
    ':class: octavo-own',
    fill?.fill ?? 'What the reader needs to know here, in your own words.',
    ':::',
  )
  if (quotes.length > 0) lines.push('', `[^brief]: \`${briefSource(brief).title}\``)
  return `${lines.join('\n').trim()}\n`
}

/** The sentences of the brief that suit this section better than any other of the book. */
function quotesFor(brief: Brief, outline: Outline, chapter: number, section: number): string[] {
  const paragraphs = brief.notes
    .split(/\n\s*\n/)
    .filter(block => /^[\p{L}"“*_]/u.test(block.trim()) && !/\n:\s/.test(block))
  const sentences = paragraphs
    .flatMap(block => splitSentences(block, brief.language))
    .map(sentence => plain(sentence.text))
  const sections = outline.chapters.flatMap((each, at) =>
    each.sections.map((planned, index) => ({ at, index, text: `${each.title} ${planned.title}` })),
  )
  const vectors = vectorsOf(
    [...sections.map(each => each.text), ...sentences].map(text => termsOf(text, brief.language)),
  )
  return sentences.filter((_, index) => {
    const likeness = sections.map((__, at) => cosine(vectors[at]!, vectors[sections.length + index]!))
    const best = likeness.indexOf(Math.max(...likeness))
    return likeness[best]! > 0.1 && sections[best]!.at === chapter && sections[best]!.index === section
  })
}
