import { plain } from './plain.ts'
import { wordsOf } from './words.ts'

const shingleWords = 4
const same = 0.5
const muchLarger = 1.5

/** The overlapping runs of four words in a text. */
export function shingles(text: string, language: string): Set<string> {
  const words = wordsOf(plain(text), language)
  const runs = new Set<string>()
  for (let start = 0; start + shingleWords <= words.length; start++)
    runs.add(words.slice(start, start + shingleWords).join(' '))
  return runs
}

/**
 * For each text, the index of an earlier one, or a much longer one, that says it too: at least half of its runs of four words are
 * there (containment: Broder 1997, "On the resemblance and containment of documents"). Short texts are left alone.
 */
export function duplicatesOf(texts: string[], language: string, least = 8): (number | undefined)[] {
  const sets = texts.map(text => shingles(text, language))
  const holders = new Map<string, number[]>()
  sets.forEach((set, index) => {
    for (const run of set) {
      const list = holders.get(run)
      if (list) list.push(index)
      else holders.set(run, [index])
    }
  })
  const twin = new Array<number | undefined>(texts.length)
  sets.forEach((set, index) => {
    if (set.size < least) return
    const shared = new Map<number, number>()
    for (const run of set)
      for (const holder of holders.get(run)!) if (holder !== index) shared.set(holder, (shared.get(holder) ?? 0) + 1)
    let best: number | undefined
    for (const [other, count] of [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
      const [size, otherSize] = [set.size, sets[other]!.size]
      const larger = otherSize > size * muchLarger || (other < index && otherSize * muchLarger >= size)
      if (best === undefined && count / set.size >= same && larger && twin[other] === undefined) best = other
    }
    twin[index] = best
  })
  return twin
}
