import { type Block, type Topic, vectorsOfUnits, wordsIn } from './topics.ts'
import { centroid, cosine } from './vectors.ts'

/** A chapter before it has its final title: blocks in order, and the titles of the topics that were joined in it. */
export interface Draft {
  titles: string[]
  blocks: Block[]
}

const smallChapter = 350
const fewestWords = 500

/**
 * Joins and parts topics until there are `wanted` chapters, or, when no number is wanted, until none is too small.
 * Neighbours that are about the same and short together are joined first; the longest is parted first, where its two
 * sides differ most. Fewer come back when nothing can be parted.
 */
export function draftChapters(topics: Topic[], wanted: number | undefined): Draft[] {
  let drafts: Draft[] = topics.map(topic => ({ titles: topic.title ? [topic.title] : [], blocks: topic.blocks }))
  const total = wordsIn(topics.flatMap(topic => topic.blocks.flatMap(block => block.units)))
  const most = wanted ?? Math.max(1, Math.floor(total / fewestWords))
  while (drafts.length > 1 && (drafts.length > most || (!wanted && drafts.some(isSmall)))) {
    drafts = joinOne(drafts, drafts.length > most ? undefined : isSmall)
  }
  while (wanted && drafts.length < wanted) {
    const parted = partOne(drafts)
    if (!parted) break
    drafts = parted
  }
  return drafts
}

const sizeOf = (draft: Draft) => wordsIn(draft.blocks.flatMap(block => block.units))
const isSmall = (draft: Draft) => sizeOf(draft) < smallChapter

function joinOne(drafts: Draft[], only: ((draft: Draft) => boolean) | undefined): Draft[] {
  const vectors = vectorsOfUnits(drafts.map(draft => draft.blocks.flatMap(block => block.units)))
  const average = drafts.reduce((sum, draft) => sum + sizeOf(draft), 0) / drafts.length
  let best = -1
  let bestScore = Number.NEGATIVE_INFINITY
  for (let left = 0; left + 1 < drafts.length; left++) {
    const [a, b] = [drafts[left]!, drafts[left + 1]!]
    if (only && !only(a) && !only(b)) continue
    const score = cosine(vectors[left]!, vectors[left + 1]!) - (0.2 * (sizeOf(a) + sizeOf(b))) / average
    if (score > bestScore) [best, bestScore] = [left, score]
  }
  const [a, b] = [drafts[best]!, drafts[best + 1]!]
  const joined = { titles: [...a.titles, ...b.titles], blocks: [...a.blocks, ...b.blocks] }
  return [...drafts.slice(0, best), joined, ...drafts.slice(best + 2)]
}

function partOne(drafts: Draft[]): Draft[] | undefined {
  const candidates = drafts
    .map((draft, index) => ({ draft, index, words: sizeOf(draft) }))
    .filter(({ draft }) => draft.blocks.length > 1)
    .sort((a, b) => b.words - a.words || a.index - b.index)
  const chosen = candidates[0]
  if (!chosen) return undefined
  const { blocks, titles } = chosen.draft
  const vectors = vectorsOfUnits(blocks.map(block => block.units))
  let best = 1
  let bestScore = Number.NEGATIVE_INFINITY
  for (let at = 1; at < blocks.length; at++) {
    const share = wordsIn(blocks.slice(0, at).flatMap(block => block.units)) / Math.max(1, chosen.words)
    const score = 4 * share * (1 - share) - cosine(centroid(vectors.slice(0, at)), centroid(vectors.slice(at)))
    if (score > bestScore) [best, bestScore] = [at, score]
  }
  const right = blocks.slice(best)
  return [
    ...drafts.slice(0, chosen.index),
    { titles, blocks: blocks.slice(0, best) },
    { titles: right[0]!.title ? [right[0]!.title] : [], blocks: right },
    ...drafts.slice(chosen.index + 1),
  ]
}
