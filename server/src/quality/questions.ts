import {
  addition,
  countWords,
  type Feature,
  type NumberedBlock,
  numberedBlocks,
  rankPassages,
  revision,
} from '@octavo/manuscript'
import type { Question } from '../generation/call.ts'
import { describeBrief, describeCodex, describePassages, entriesNamedIn } from '../generation/describe.ts'
import type { Material } from '../generation/material.ts'
import { describeOthers, type Ground, question } from '../generation/questions.ts'
import type { Revision } from './remediation-view.ts'

/** Passages a question about a chapter carries: those that speak of the same. */
const mostPassages = 12
/** Characters of the neighbours of a part that is rewritten. */
const neighbourhood = 2_000
/** Tokens an addition may have: a few boxes, or a table. */
const additionTokens = 2_500

/** The chapter a question is about. */
export interface Subject {
  tocItemId: string
  /** Its text as it stands, with what was mended so far. */
  page: string
  /** The author's own words to whoever writes. */
  instructions: string
  /** The key of the step. */
  key: string
  /** Why the last answer was not taken; empty at first. */
  refused: string
}

/** Asks for the one addition that lets a chapter use a feature. */
export function featureQuestion(ground: Ground, subject: Subject, feature: Feature): Promise<Question> {
  const { material } = ground
  const { page } = subject
  return question(ground, 'feature', {
    key: subject.key,
    maxOutputTokens: additionTokens,
    schema: { name: 'addition', type: addition },
    task: {
      task: 'feature',
      feature: feature.id,
      page,
      brief: material.brief,
      codex: material.codex,
      sources: citedSources(material),
      passages: material.passages,
      unused: unusedPassages(material),
      neighbours: neighboursOf(material, subject.tocItemId),
    },
    variables: async budget => ({
      ...surroundings(ground, subject, page, budget),
      chapter: showBlocks(numberedBlocks(page)),
      feature: `${feature.name}: ${feature.explanation} As MyST writes it:\n\n${feature.example}`,
    }),
  })
}

const tasks: Record<Revision | 'mend', string> = {
  improve: 'Improve the part: clearer, tighter, better to read. Every fact stays, and so does the author’s manner.',
  shorten: 'Shorten the part to about half: what a reader needs stays, repetition and padding go.',
  expand: 'Expand the part with what the passages say of the same and it leaves out.',
  continue: 'Write what follows the part: go on from where it ends by a paragraph or two. Do not repeat it.',
  rephrase: 'Say the same in other words. Every fact stays.',
  mend: 'Change the part so far as it takes to put right what an editor found in it, and no further.',
}

/** Asks for another text in the place of a part of the chapter. */
export function revisionQuestion(
  ground: Ground,
  subject: Subject,
  part: { start: number; end: number; action: Revision | 'mend' },
): Promise<Question> {
  const { material } = ground
  const { page } = subject
  const selection = page.slice(part.start, part.end)
  return question(ground, 'revision', {
    key: subject.key,
    maxOutputTokens: Math.max(additionTokens, countWords(selection) * 5),
    schema: { name: 'revision', type: revision },
    task: {
      task: 'revision',
      action: part.action,
      page,
      start: part.start,
      end: part.end,
      brief: material.brief,
      sources: citedSources(material),
      unused: unusedPassages(material),
    },
    variables: async budget => ({
      ...surroundings(ground, subject, selection, budget),
      before: page.slice(0, part.start).slice(-neighbourhood).trim() || 'Nothing: the chapter begins here.',
      selection: selection || '(nothing: write what belongs at this place)',
      after: page.slice(part.end).slice(0, neighbourhood).trim() || 'Nothing: the chapter ends here.',
      task: tasks[part.action],
    }),
  })
}

function surroundings({ material }: Ground, subject: Subject, about: string, budget: number) {
  return {
    brief: describeBrief(material.brief),
    style: material.book.styleGuide || 'None.',
    codex: describeCodex(entriesNamedIn(material.codex, about)),
    chapters: describeOthers(material, indexOf(material, subject.tocItemId)) || 'None.',
    passages: describePassages(rankPassages(about.slice(0, 5_000), material.passages, mostPassages), budget),
    instructions: subject.instructions && `The author asks: ${subject.instructions}`,
    refused: subject.refused && `Your last answer could not be taken: ${subject.refused} Answer again.`,
  }
}

function indexOf(material: Material, tocItemId: string): number {
  return material.chapters.findIndex(chapter => chapter.tocItemId === tocItemId)
}

function showBlocks(blocks: readonly NumberedBlock[]): string {
  return blocks.map(({ id, text }) => `[${id}]\n${text}`).join('\n\n')
}

function citedSources({ sources }: Material) {
  return sources.map(({ text: _, ...source }) => source)
}

/** What the author gave and no section of the outline stands on. */
function unusedPassages({ outline, passages }: Material) {
  const used = new Set(outline.chapters.flatMap(chapter => chapter.sections.flatMap(section => section.passages)))
  return passages.filter(passage => !used.has(passage.id))
}

function neighboursOf(material: Material, tocItemId: string) {
  return material.outline.chapters.flatMap((chapter, index) => {
    const { label, tocItemId: other } = material.chapters[index]!
    return other === tocItemId ? [] : [{ label, title: chapter.title }]
  })
}
