import {
  type Addition,
  type Brief,
  type CodexEntry,
  type NumberedBlock,
  numberedBlocks,
  type Passage,
  readPassages,
} from '@octavo/manuscript'
import type { CitedSource } from '../footnotes.ts'
import { type Phrases, phrasesFor } from '../phrases.ts'
import { plain } from '../plain.ts'
import { splitSentences } from '../sentences.ts'

/** What adding a feature to a chapter needs. */
export interface AdditionTask {
  /** The id of a feature of the catalogue. */
  feature: string
  /** The chapter as it stands. */
  page: string
  brief: Brief
  codex: CodexEntry[]
  sources: CitedSource[]
  /** Passages of the book's sources: what the chapter was made of, and what no chapter uses yet. */
  passages: Passage[]
  unused: Passage[]
  /** The other chapters, to refer to. */
  neighbours: { label: string; title: string }[]
}

/** A block of the chapter with what it is and what stands above it. */
export interface PageBlock extends NumberedBlock {
  passage: Passage
}

/** A chapter taken apart once, for whichever maker is asked. */
export interface Ground {
  task: AdditionTask
  language: string
  phrases: Phrases
  blocks: PageBlock[]
  /** Paragraphs of the chapter itself, not of a box or a list, after its title. */
  paragraphs: PageBlock[]
  /** The chapter as passages of which `source` is `page`. */
  passages: Passage[]
}

export function groundOf(task: AdditionTask): Ground {
  const passages = readPassages({ id: 'page', text: task.page, format: 'markdown' })
  const blocks = numberedBlocks(task.page).flatMap((block): PageBlock[] => {
    const passage = passages.find(({ start, end }) => start.offset < block.end && end.offset > block.start)
    // A label and what it names are two passages of one block: the second says what it is.
    const last = passages.findLast(({ start, end }) => start.offset < block.end && end.offset > block.start)
    return passage && last ? [{ ...block, passage: last }] : []
  })
  return {
    task,
    language: task.brief.language,
    phrases: phrasesFor(task.brief.language),
    blocks,
    paragraphs: blocks.filter(block => block.kind === 'paragraph' && isProse(block)),
    passages: passages.filter(passage => passage.kind !== 'directive'),
  }
}

// A picture, a formula, or an image with a caption is a paragraph to the parser and none to a reader.
function isProse({ text, passage }: PageBlock): boolean {
  return (passage.kind === 'paragraph' || passage.kind === 'definition') && !/^(?:!\[|\$\$|\\begin|\()/.test(text)
}

export const instead = (block: NumberedBlock, text: string): Addition => ({
  impossible: null,
  place: block.id,
  how: 'instead',
  text,
})

export const after = (block: NumberedBlock, text: string): Addition => ({
  impossible: null,
  place: block.id,
  how: 'after',
  text,
})

export const impossible = (reason: string): Addition => ({ impossible: reason, place: null, how: null, text: '' })

/** Where something about the whole chapter goes: after its last block that is not a note to the text. */
export function lastBlock({ blocks }: Ground): PageBlock | undefined {
  return blocks.findLast(block => !/^\[\^/.test(block.text))
}

/** Where something goes that a reader should see first: after the first paragraph, else after the title. */
export function opening({ blocks, paragraphs }: Ground): PageBlock | undefined {
  return paragraphs[0] ?? blocks[0]
}

export function sentencesOf({ language }: Ground, block: NumberedBlock): string[] {
  return splitSentences(plain(block.text), language).map(sentence => sentence.text)
}
