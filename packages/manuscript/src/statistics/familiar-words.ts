import { daleChall } from 'dale-chall'

const list = new Set(daleChall)

// Regular endings, and what the word may have been before: Dale and Chall count the forms of a word on the list with it
// ("A formula for predicting readability: instructions", 1948).
const endings: readonly [RegExp, readonly string[]][] = [
  [/(?:'s|s'|'ll|'ve|'re|'d|'m|n't)$/, ['']],
  [/s$/, ['']],
  [/es$/, ['']],
  [/ie[sd]$/, ['y']],
  [/d$/, ['']],
  [/ed$/, ['']],
  [/ing$/, ['', 'e']],
  [/ie(?:r|st)$/, ['y']],
  [/(?:er|est)$/, ['', 'e']],
  [/ly$/, ['', 'e']],
  [/ily$/, ['y']],
]
const doubled = /([bdfglmnprt])\1(?:ed|ing|er|est)$/

/** Whether an English word in lower case is on Dale and Chall's list of familiar words, or a regular form of one on it. */
export function isFamiliar(word: string): boolean {
  const plain = word.replaceAll('’', "'")
  if (list.has(plain)) return true
  for (const [ending, stems] of endings) {
    if (!ending.test(plain)) continue
    if (stems.some(stem => list.has(plain.replace(ending, stem)))) return true
  }
  return doubled.test(plain) && list.has(plain.replace(doubled, '$1'))
}
