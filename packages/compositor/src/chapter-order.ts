import type { Definition } from './definitions.ts'
import { termKey } from './definitions.ts'
import { stem, wordsOf } from './words.ts'

const early =
  /^(?:why|introduction|introducing|overview|getting started|basics|foundations?|fundamentals|background|motivation|first steps|what is|einführung|einleitung|grundlagen|introducción|fundamentos)\b/i
const late =
  /\b(?:conclusions?|summary|epilogue|afterword|outlook|appendix|checklist|drills?|troubleshooting|references|further reading|glossary|faq|fazit|ausblick|anhang|schluss)\b/i

/** What ordering reads of a chapter: its title, its plain text, and the definitions it holds. */
export interface Orderable {
  title: string
  text: string
  definitions: Definition[]
}

/**
 * The indices of chapters in an order in which a term is defined before it is used, as far as one order can be had:
 * adjacent insertions that lower the number of uses before definition, starting from the given order, which wins ties.
 * Titles that announce a beginning or an end go there.
 */
export function chapterOrder(chapters: Orderable[], language: string): number[] {
  const weights = precedence(chapters, language)
  let order = chapters.map((_, index) => index)
  for (let round = 0; round < chapters.length; round++) {
    let improved = false
    for (let from = 0; from < order.length; from++) {
      let best = from
      let bestGain = 0
      for (let to = 0; to < order.length; to++) {
        const gain = gainOf(order, from, to, weights)
        if (gain > bestGain + 1e-9) [best, bestGain] = [to, gain]
      }
      if (best === from) continue
      const [moved] = order.splice(from, 1)
      order.splice(best, 0, moved!)
      improved = true
    }
    if (!improved) break
  }
  const rank = (index: number) => (early.test(chapters[index]!.title) ? 0 : late.test(chapters[index]!.title) ? 2 : 1)
  order = order
    .map((index, place) => ({ index, place }))
    .sort((a, b) => rank(a.index) - rank(b.index) || a.place - b.place)
    .map(({ index }) => index)
  return order
}

/** weights[a][b]: how strongly a should stand before b. Every pair has a little weight for the given order. */
function precedence(chapters: Orderable[], language: string): number[][] {
  const texts = chapters.map(
    chapter =>
      ` ${wordsOf(chapter.text, language)
        .map(word => stem(word, language))
        .join(' ')} `,
  )
  const weights = chapters.map((_, a) => chapters.map((__, b) => (a < b ? 0.5 : 0)))
  const defined = new Set<string>()
  chapters.forEach((chapter, definer) => {
    for (const { term } of chapter.definitions) {
      const key = ` ${termKey(term, language)} `
      if (defined.has(key)) continue
      defined.add(key)
      const uses = texts.map(text => text.split(key).length - 1)
      // A term used more elsewhere than where it is "defined" is defined there only in passing.
      if (uses[definer]! * 2 < Math.max(...uses)) continue
      uses.forEach((count, user) => {
        if (user !== definer) weights[definer]![user]! += Math.min(2, Math.log2(1 + count) / 2)
      })
    }
  })
  return weights
}

function gainOf(order: number[], from: number, to: number, weights: number[][]): number {
  const moved = order[from]!
  let gain = 0
  if (to > from)
    for (let at = from + 1; at <= to; at++) gain += weights[order[at]!]![moved]! - weights[moved]![order[at]!]!
  else for (let at = to; at < from; at++) gain += weights[moved]![order[at]!]! - weights[order[at]!]![moved]!
  return gain
}
