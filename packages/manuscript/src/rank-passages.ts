import MiniSearch from 'minisearch'
import type { Passage } from './passage.ts'

/**
 * The passages that best answer a query, best first, at most `limit`: BM25+ (Lv and Zhai 2011, as minisearch has it)
 * over the text and, at twice the weight, the headings above it. Passages without a word of the query are left out;
 * equal scores keep the order in which the passages were given.
 */
export function rankPassages(query: string, passages: Passage[], limit: number): Passage[] {
  const index = new MiniSearch<{ id: number; text: string; headings: string }>({
    fields: ['text', 'headings'],
    searchOptions: { boost: { headings: 2 } },
  })
  index.addAll(passages.map((passage, id) => ({ id, text: passage.text, headings: passage.headings.join(' ') })))
  return index
    .search(query)
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, Math.max(0, limit))
    .map(found => passages[found.id]!)
}
