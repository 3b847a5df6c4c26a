import { diffArrays } from 'diff'
import type { ParsedPage } from '../parsed-page.ts'
import { splitSentences } from '../sentences/split-sentences.ts'
import { proseOf } from './prose.ts'
import { wordRanges } from './word-ranges.ts'

/** Sentences and labels, as far as two pages may differ before only whole sentences are looked for. */
const mostChangedSentences = 2_000
/** Words, as far as a stretch between two unchanged sentences may differ before it counts as written anew. */
const mostChangedWords = 1_000

/**
 * The share of the words of a page that stand in an earlier one as well, in the same order: 1 when nothing was added, 0
 * when nothing was kept; null for a page without words. Sentences are compared first (E. Myers, "An O(ND) difference
 * algorithm", 1986), then words in the stretches that differ; a stretch with over 1,000 changes counts as written anew.
 */
export function keptShare(before: ParsedPage, after: ParsedPage, language: string): number | null {
  const [earlier, later] = [sentencesOf(before, language), sentencesOf(after, language)]
  const words = later.reduce((sum, sentence) => sum + wordsOf(sentence).length, 0)
  if (words === 0) return null
  const changes = diffArrays(earlier, later, { maxEditLength: mostChangedSentences })
  return (changes ? keptIn(changes) : keptWhole(earlier, later)) / words
}

function sentencesOf(page: ParsedPage, language: string): string[] {
  return proseOf(page.tree).flatMap(({ text, running }) =>
    running ? splitSentences(text, language).map(sentence => sentence.text) : [text.trim()],
  )
}

function wordsOf(text: string): string[] {
  const ranges = wordRanges(text)
  return Array.from({ length: ranges.length / 2 }, (_, word) => text.slice(ranges[2 * word], ranges[2 * word + 1]))
}

type Changes = NonNullable<ReturnType<typeof diffArrays<string>>>

function keptIn(changes: Changes): number {
  let kept = 0
  let removed: string[] = []
  for (const { value, ...change } of changes) {
    const words = value.flatMap(wordsOf)
    if (change.removed) removed = words
    else {
      kept += change.added ? keptWords(removed, words) : words.length
      removed = []
    }
  }
  return kept
}

function keptWords(before: string[], after: string[]): number {
  if (before.length === 0) return 0
  const changes = diffArrays(before, after, { maxEditLength: mostChangedWords }) ?? []
  return changes.reduce((sum, { value, added, removed }) => sum + (added || removed ? 0 : value.length), 0)
}

function keptWhole(before: string[], after: string[]): number {
  const left = new Map<string, number>()
  for (const sentence of before) left.set(sentence, (left.get(sentence) ?? 0) + 1)
  let kept = 0
  for (const sentence of after) {
    const times = left.get(sentence) ?? 0
    if (times === 0) continue
    left.set(sentence, times - 1)
    kept += wordsOf(sentence).length
  }
  return kept
}
