import type { CompositorTask } from '@octavo/compositor'
import { codex, countWords, findFeature, outline, type Passage, rankPassages } from '@octavo/manuscript'
import { z } from 'zod'
import type { Octavo } from '../octavo.ts'
import type { Job, Question } from './call.ts'
import { describeBrief, describeCodex, describeOutline, describePassages, entriesNamedIn } from './describe.ts'
import type { Material } from './material.ts'
import { fill, findPrompt, type Prompt } from './prompts.ts'
import { modelsFor } from './registry.ts'

/** Words of a chapter when neither brief nor sources say anything about length. */
const fallbackWords = 1_500
/** Tokens an answer needs for each word asked for; models overrun, and the bound must not cut them. */
const tokensPerWord = 2
/** The share of a model's context that passages may fill. */
const passageShare = 0.4
/** Even where the context is larger: beyond this, more passages make a section worse. */
const mostPassageTokens = 60_000

/** What copy editing answers with. */
export const corrections = z.object({
  corrections: z.array(
    z.object({ chapter: z.int().min(1), words: z.string().min(1), replacement: z.string(), reason: z.string() }),
  ),
})

/** Everything a question is made of. */
export interface Ground {
  octavo: Octavo
  job: Job
  material: Material
}

/** The number of words a chapter is to have: its own target, the book's per chapter, its share of the whole, its material. */
export function wordsOfChapter(material: Material, index: number): number {
  const { brief, book, chapters, outline: plan } = material
  const own = chapters[index]?.targetWords ?? book.wordsPerChapter
  if (own) return own
  if (brief.words) return Math.round(brief.words / Math.max(1, plan.chapters.length))
  const given = plan.chapters[index] ? passagesOf(material, index) : []
  return given.reduce((sum, passage) => sum + countWords(passage.text), 0) || fallbackWords
}

/** What a job is to write in a chapter, as its part remembers it. */
export interface ChapterSize {
  words: number
  sections: number
}

export const sizeOfChapter = (material: Material, index: number): ChapterSize => ({
  words: wordsOfChapter(material, index),
  sections: material.outline.chapters[index]!.sections.length,
})

/** Asks for the plan of the book. */
export async function outlineQuestion(ground: Ground): Promise<Question> {
  const { material } = ground
  const { brief } = material
  const chapters = brief.chapters ?? 'as many as the material needs'
  const words = brief.words ?? (material.book.wordsPerChapter ?? fallbackWords) * (brief.chapters ?? 8)
  return question(ground, 'outline', {
    key: 'outline',
    maxOutputTokens: 4_000 + 900 * (brief.chapters ?? 12) + material.passages.length * 6,
    schema: { name: 'outline', type: outline },
    task: { task: 'outline', brief, sources: material.sources, passages: material.passages },
    system: material.book.outlinePrompt,
    variables: async budget => ({
      brief: describeBrief(brief),
      passages: describePassages(material.passages, budget),
      chapters: String(chapters),
      words: String(words),
      style: material.book.styleGuide,
    }),
  })
}

/** Asks for the codex. */
export async function codexQuestion(ground: Ground): Promise<Question> {
  const { brief, passages } = ground.material
  return question(ground, 'codex', {
    key: 'codex',
    maxOutputTokens: 12_000,
    schema: { name: 'codex', type: codex },
    task: { task: 'codex', brief, passages },
    variables: async budget => ({ brief: describeBrief(brief), passages: describePassages(passages, budget) }),
  })
}

/** Asks for one section. `previous` is the text of the chapter so far. */
export async function sectionQuestion(
  ground: Ground,
  place: { chapter: number; section: number },
  previous: string,
  edition: number,
): Promise<Question> {
  const { material } = ground
  const chapter = material.outline.chapters[place.chapter]!
  const section = chapter.sections[place.section]!
  const words = Math.max(80, Math.round(wordsOfChapter(material, place.chapter) / chapter.sections.length))
  const passages = passagesFor(material, place)
  const named = [section.title, section.synopsis, ...passages.map(passage => passage.text)].join('\n')
  return question(ground, 'section', {
    key: `section-${place.section + 1}@${edition}`,
    maxOutputTokens: Math.max(1_000, words * tokensPerWord),
    place,
    system: material.book.chapterPrompt,
    task: {
      task: 'section',
      brief: material.brief,
      outline: material.outline,
      chapter: place.chapter,
      section: place.section,
      sources: material.sources.map(({ text: _, ...source }) => source),
      passages: passagesOf(material, place.chapter),
      codex: material.codex,
      words,
    },
    variables: async budget => ({
      brief: describeBrief(material.brief),
      outline: describeOutline(material),
      style: material.book.styleGuide || 'None.',
      codex: describeCodex(entriesNamedIn(material.codex, named)),
      chapters: describeOthers(material, place.chapter),
      passages: describePassages(passages, budget),
      previous: previous.trim().slice(-1_500) || 'Nothing: this section opens the chapter.',
      chapter: `${place.chapter + 1}: ${chapter.title}. ${chapter.synopsis} A reader then can: ${chapter.objectives.join('; ') || 'follow the story'}.`,
      section: `${place.section + 1} of ${chapter.sections.length}: ${section.title}. ${section.synopsis}`,
      words: String(words),
      features: describeFeatures(material, place),
    }),
  })
}

/** Asks for contradictions between the finished chapters. */
export async function consistencyQuestion(
  ground: Ground,
  chapters: readonly { title: string; content: string }[],
  run: number,
) {
  return question(ground, 'consistency', {
    key: `consistency@${run}`,
    maxOutputTokens: 8_000,
    schema: { name: 'corrections', type: corrections },
    variables: async () => ({
      codex: describeCodex(ground.material.codex),
      chapters: chapters
        .map((chapter, index) => `## Chapter ${index + 1}: ${chapter.title}\n\n${chapter.content}`)
        .join('\n\n'),
    }),
  })
}

/** Everything a chapter stands on, in the author's order: the compositor compares a section with its neighbours. */
function passagesOf(material: Material, chapter: number): Passage[] {
  const named = new Set(material.outline.chapters[chapter]!.sections.flatMap(section => section.passages))
  return material.passages.filter(passage => named.has(passage.id))
}

/** The section's own passages first, then those of the book that speak of the same. */
function passagesFor(material: Material, place: { chapter: number; section: number }): Passage[] {
  const chapter = material.outline.chapters[place.chapter]!
  const section = chapter.sections[place.section]!
  const byId = new Map(material.passages.map(passage => [passage.id, passage]))
  const own = section.passages.flatMap(id => byId.get(id) ?? [])
  const elsewhere = new Set(material.outline.chapters.flatMap(other => other.sections.flatMap(one => one.passages)))
  const free = material.passages.filter(passage => !elsewhere.has(passage.id))
  const query = [section.title, section.synopsis, chapter.title].join(' ')
  return [...own, ...rankPassages(query, free, own.length > 0 ? 4 : 12)]
}

/** The other chapters, a line each, with the labels to refer to them by. */
export function describeOthers(material: Material, index: number): string {
  return material.outline.chapters
    .flatMap((chapter, at) =>
      at === index
        ? []
        : [`- ${at + 1}. ${chapter.title} ({ref}\`${material.chapters[at]!.label}\`): ${chapter.synopsis}`],
    )
    .join('\n')
}

/** The features the book must have, spread over the sections so that each is asked for in a few places, not everywhere. */
function describeFeatures(material: Material, place: { chapter: number; section: number }): string {
  const sections = material.outline.chapters[place.chapter]!.sections.length
  const here = material.brief.features.filter((_, index) => index % sections === place.section)
  if (here.length === 0) return ''
  const examples = here.map(name => {
    const feature = findFeature(name)
    return feature ? `${feature.name}: ${feature.explanation}\n\n${feature.example}` : `${name}, as MyST writes it`
  })
  return `The section must use each of these features of MyST, where a reader profits from it:\n\n${examples.join('\n\n')}`
}

/** A question without its prompt. */
export interface Draft {
  key: string
  maxOutputTokens: number
  schema?: { name: string; type: z.ZodType }
  task?: CompositorTask
  place?: { chapter: number; section: number }
  /** Replaces the prompt's system text: the book's own. */
  system?: string | null
  /** The values of the template; `budget` is how many tokens passages may have. */
  variables(budget: number): Promise<Record<string, string>>
}

/** Makes a question of a draft: finds the prompt of its purpose and fills it. */
export async function question(ground: Ground, purpose: Question['purpose'], draft: Draft): Promise<Question> {
  const { octavo, job, material } = ground
  const prompt: Prompt = await octavo.database.asService('find the prompt of a step', tx =>
    findPrompt(tx, purpose, { id: material.book.id, organizationId: material.book.organizationId }),
  )
  const card = (await modelsFor(octavo, job.organizationId)).find(job.model)
  const budget = Math.min(mostPassageTokens, Math.floor(card.contextWindow * passageShare))
  return {
    key: draft.key,
    purpose,
    promptId: prompt.id,
    system: draft.system?.trim() || prompt.system,
    prompt: fill(prompt.template, await draft.variables(budget)),
    maxOutputTokens: draft.maxOutputTokens,
    ...(draft.schema && { schema: draft.schema }),
    ...(draft.task && { task: draft.task }),
    ...(draft.place && { place: draft.place }),
  }
}
