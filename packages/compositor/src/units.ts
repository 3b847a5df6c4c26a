import type { Passage } from '@octavo/manuscript'
import { plain } from './plain.ts'
import { pointsBack } from './sentences.ts'
import { prose } from './substance.ts'
import { termsOf, wordsOf } from './words.ts'

/** Passages that lose their sense when parted: a lead-in with its list, a paragraph with the one that points back to it. */
export interface Unit {
  passages: Passage[]
  words: number
  terms: string[]
  /** Whether it opens by pointing back, having nothing before it in its section to point to. */
  orphan: boolean
}

/** Kinds that are shown by the prose before them and say little alone. */
const shown = new Set(['list', 'table', 'code', 'math', 'figure', 'quote'])

/**
 * Groups passages, given in the order of their source, into units. A passage joins the one before it when that ends in a
 * colon, when it opens with "This …" and the like, or when it is code, math or a table shown by the prose before.
 */
export function unitsOf(passages: Passage[], language: string): Unit[] {
  const groups: Passage[][] = []
  for (const passage of passages) {
    const previous = groups.at(-1)?.at(-1)
    if (previous && adjacent(previous, passage) && belongs(previous, passage, language)) groups.at(-1)!.push(passage)
    else groups.push([passage])
  }
  return groups.map(group => {
    const text = plain(group.map(prose).join('\n'))
    return {
      passages: group,
      words: wordsOf(text, language).length,
      // Listings that share names are about the same, whatever the prose around them says.
      terms: [
        ...termsOf(text, language),
        ...termsOf(
          group
            .filter(isCode)
            .map(passage => passage.text)
            .join('\n'),
          language,
        ),
      ],
      orphan: pointsBack(plain(prose(group[0]!)), language),
    }
  })
}

const isCode = (passage: Passage) => passage.kind === 'code'

function adjacent(a: Passage, b: Passage): boolean {
  return a.source === b.source && a.headings.join('\n') === b.headings.join('\n') && b.position > a.position
}

function belongs(previous: Passage, passage: Passage, language: string): boolean {
  if (/[:：]$/.test(plain(previous.text)) && !shown.has(previous.kind)) return true
  if (shown.has(passage.kind) && passage.kind !== 'quote') return true
  if (passage.kind === 'paragraph' || passage.kind === 'definition')
    return (
      pointsBack(plain(passage.text), language) ||
      (passage.kind === 'paragraph' &&
        shown.has(previous.kind) &&
        previous.kind !== 'quote' &&
        plain(passage.text).length < 160)
    )
  return false
}
