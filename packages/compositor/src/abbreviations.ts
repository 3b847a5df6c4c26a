/** An abbreviation and the words it stands for, as the author wrote them. */
export interface Abbreviation {
  short: string
  long: string
}

const short = '([A-Z][A-Za-z]?[A-Z0-9][A-Za-z0-9]{0,6})'

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
  for (const match of text.matchAll(new RegExp(String.raw`\b${short} \(([^()]{4,80})\)`, 'g')))
    add(match[1]!, match[2]!, 'after')
  for (const match of text.matchAll(
    new RegExp(String.raw`\b${short} (?:is|are|means|stands for) (?:an? |the )?([\p{L}][^,.;:()]{3,80})`, 'gu'),
  ))
    add(match[1]!, match[2]!, 'after')
  return found
}

/** The part of the candidate that spells the short form with most of its letters at the start of words; the shortest of equals. */
function longForm(abbreviation: string, candidate: string, side: 'before' | 'after'): string | undefined {
  const words = candidate.split(' ')
  const most = Math.min(words.length, abbreviation.length + 5, abbreviation.length * 2)
  let best: string | undefined
  let bestInitials = 0
  for (let length = 1; length <= most; length++) {
    const long = (side === 'before' ? words.slice(-length) : words.slice(0, length)).join(' ')
    const whole = long.split(/[ -]/).length >= 2 && !/ (?:of|and|or|for|the|an?|in|to|on|with)$/i.test(long)
    const initials = whole ? initialsSpelled(abbreviation, long) : 0
    if (initials > bestInitials) [best, bestInitials] = [long, initials]
  }
  return best
}

/**
 * How many letters of the short form begin words of the long form when it is spelled by them, in order, each beginning a
 * word or following one that did inside its word; 0 when it cannot be spelled so.
 */
function initialsSpelled(abbreviation: string, long: string): number {
  const letters = abbreviation.replace(/s$/, '').toLowerCase()
  const words = long.toLowerCase().split(/[ -]/).filter(Boolean)
  const best = (letter: number, word: number, inside: number): number => {
    if (letter === letters.length) return 0
    if (word >= words.length) return Number.NEGATIVE_INFINITY
    const within = words[word]!.indexOf(letters[letter]!, inside)
    const options = [within > 0 ? best(letter + 1, word, within + 1) : Number.NEGATIVE_INFINITY]
    for (const next of [word + 1, word + 2]) {
      if (words[next]?.[0] === letters[letter]) options.push(1 + best(letter + 1, next, 1))
    }
    return Math.max(...options)
  }
  return words[0]![0] === letters[0] ? Math.max(0, 1 + best(1, 0, 1)) : 0
}
