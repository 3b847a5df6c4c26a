/** An abbreviation and the words it stands for, as the author wrote them. */
export interface Abbreviation {
  short: string
  long: string
}

const short = String.raw`([A-Z][A-Za-z]?[A-Z0-9][A-Za-z0-9]{0,6})`

/**
 * Abbreviations expanded in a text: "long form (LF)", "LF (long form)" and "LF is a long form". The letters of the short
 * form must be found in order in the long one, the first at its start: Schwartz and Hearst (2003, "A simple algorithm for
 * identifying abbreviation definitions in biomedical text").
 */
export function abbreviationsIn(text: string): Abbreviation[] {
  const found: Abbreviation[] = []
  const add = (abbreviation: string, candidate: string, side: 'before' | 'after') => {
    const long = longForm(abbreviation, candidate, side)
    if (long && !found.some(entry => entry.short === abbreviation)) found.push({ short: abbreviation, long })
  }
  for (const match of text.matchAll(new RegExp(String.raw`((?:[\p{L}\p{N}'’-]+ ){1,9})\(${short}s?\)`, 'gu')))
    add(match[2]!, match[1]!.trim(), 'before')
  for (const match of text.matchAll(new RegExp(String.raw`\b${short} \(([^()]{4,80})\)`, 'g'))) add(match[1]!, match[2]!, 'after')
  for (const match of text.matchAll(new RegExp(String.raw`\b${short} (?:is|are|means|stands for) (?:an? |the )?([\p{L}][^,.;:()]{3,80})`, 'gu')))
    add(match[1]!, match[2]!, 'after')
  return found
}

function longForm(abbreviation: string, candidate: string, side: 'before' | 'after'): string | undefined {
  const words = candidate.split(' ')
  const most = Math.min(abbreviation.length + 5, abbreviation.length * 2)
  if (side === 'before') {
    for (let start = words.length - 1; start >= Math.max(0, words.length - most); start--) {
      const long = words.slice(start).join(' ')
      if (words.length - start >= 2 && spells(abbreviation, long)) return long
    }
    return undefined
  }
  for (let end = 1; end <= Math.min(words.length, most); end++) {
    const long = words.slice(0, end).join(' ')
    if (spells(abbreviation, long) && long.split(/[ -]/).length >= 2) return long
  }
  return undefined
}

/** Whether each letter of the short form begins a word of the long form, or follows one that did inside its word. */
function spells(abbreviation: string, long: string): boolean {
  const letters = abbreviation.toLowerCase().replace(/s$/, '')
  const words = long.toLowerCase().split(/[ -]/).filter(Boolean)
  const match = (letter: number, word: number, inside: number): boolean => {
    if (letter === letters.length) return true
    if (word >= words.length) return false
    const within = words[word]!.indexOf(letters[letter]!, inside)
    if (inside > 0 && within > 0 && match(letter + 1, word, within + 1)) return true
    const next = inside > 0 ? word + 1 : word
    for (let at = next; at <= Math.min(next + 1, words.length - 1); at++) {
      if (words[at]![0] === letters[letter] && (at === next || letter > 0) && match(letter + 1, at, 1)) return true
    }
    return false
  }
  return words[0]![0] === letters[0] && match(1, 0, 1)
}
