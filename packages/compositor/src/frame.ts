import type { Brief, Outline, OutlineChapter, Passage, Source } from '@octavo/manuscript'
import { frames, type Part } from './frames.ts'
import { keyPhrases } from './key-phrases.ts'
import { plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { hasSubstance, prose } from './substance.ts'
import { capitalized, cleanTitle } from './titles.ts'
import { cosine, vectorsOf } from './vectors.ts'
import { termsOf, wordsOf } from './words.ts'

/** Words of prose: a paragraph. An author who gave more wants to read it in the book. */
const leastWords = 40

const usualChapters = 6

/** Whether there is next to no material to compose from. */
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
