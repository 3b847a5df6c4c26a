import { estimateCost, estimateTokens, type ModelCard } from '@octavo/models'
import { describeBrief, describePassages } from './describe.ts'
import type { Material } from './material.ts'
import { wordsOfChapter } from './questions.ts'

/** What a job will take, before it runs. All of it is estimated; the calls say afterwards what it really took. */
export interface Estimate {
  calls: number
  inputTokens: number
  outputTokens: number
  /** US dollars. */
  cost: number
  words: number
}

/** Tokens of English prose per word, as the common tokenizers cut it: about 4 tokens for 3 words. */
const tokensPerWord = 4 / 3
/** Instructions, codex and neighbours that each prompt carries beside its passages. */
const promptTokens = 1_500
const fallbackSections = 4
const fallbackChapters = 8

/** Estimates a job from the length of the book, the passages and the price list. */
export function estimateJob(material: Material, kind: 'outline' | 'write', card: ModelCard): Estimate {
  const { outline, brief, passages } = material
  const given = estimateTokens(describePassages(passages, Math.floor(card.contextWindow * 0.4)))
  const briefTokens = estimateTokens(describeBrief(brief))
  const planned = outline.chapters.length > 0
  const chapters = planned ? outline.chapters.length : (brief.chapters ?? fallbackChapters)
  const wordsOf = (index: number) => (planned || brief.words ? wordsOfChapter(material, index) : 1_500)
  const planning = {
    calls: planned ? 0 : 1,
    input: planned ? 0 : promptTokens + briefTokens + given,
    output: planned ? 0 : chapters * 500,
  }
  if (kind === 'outline') return total([planning], 0, card)

  const parts = [planning]
  let words = 0
  for (let index = 0; index < chapters; index++) {
    const sections = outline.chapters[index]?.sections.length ?? fallbackSections
    words += wordsOf(index)
    parts.push({
      calls: sections,
      input: sections * (promptTokens + briefTokens) + given / chapters,
      output: wordsOf(index) * tokensPerWord,
    })
  }
  if (passages.length > 0) parts.push({ calls: 1, input: promptTokens + given, output: 2_000 })
  if (card.provider !== 'octavo' && chapters > 1) parts.push({ calls: 1, input: words * tokensPerWord, output: 500 })
  return total(parts, words, card)
}

function total(parts: { calls: number; input: number; output: number }[], words: number, card: ModelCard): Estimate {
  const sum = (pick: (part: (typeof parts)[number]) => number) =>
    Math.round(parts.reduce((all, part) => all + pick(part), 0))
  const inputTokens = sum(part => part.input)
  const outputTokens = sum(part => part.output)
  return {
    calls: sum(part => part.calls),
    inputTokens,
    outputTokens,
    cost: estimateCost({ card, inputTokens, outputTokens }),
    words,
  }
}
