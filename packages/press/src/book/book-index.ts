import type { BookNode } from './nodes.ts'

/** One place the index of a book points to. */
export interface IndexEntry {
  entry: string
  /** What is looked up below it, or where to look instead. */
  sub?: { value: string; kind: 'entry' | 'see' | 'seealso' }
  emphasis: boolean
  page: string
  id: string
  /** What the reader is told of the place, where there are no page numbers. */
  place: string
}

interface Term {
  references: BookNode[]
  see: string[]
  seeAlso: string[]
  below: Map<string, Term>
}

const term = (): Term => ({ references: [], see: [], seeAlso: [], below: new Map() })
const order = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** The index: its letters in order, their terms in order, each with where it is spoken of. */
export function indexNodes(entries: readonly IndexEntry[]): BookNode {
  const terms = new Map<string, Term>()
  const named = (within: Map<string, Term>, name: string) => {
    // `Lease` and `lease` are one term, spelled as first met.
    const known = [...within.keys()].find(key => key.toLowerCase() === name.toLowerCase())
    const found = within.get(known ?? name) ?? term()
    if (known === undefined) within.set(name, found)
    return found
  }
  for (const { entry, sub, emphasis, page, id, place } of entries) {
    const main = named(terms, entry)
    if (sub?.kind === 'see') main.see.push(sub.value)
    else if (sub?.kind === 'seealso') main.seeAlso.push(sub.value)
    else {
      const reference: BookNode = {
        type: 'crossReference',
        page,
        anchor: id,
        kind: 'index',
        children: [{ type: 'text', value: place }],
      }
      const whole = sub ? named(main.below, sub.value) : main
      const shown: BookNode = emphasis ? { type: 'strong', children: [reference] } : reference
      if (emphasis) whole.references.unshift(shown)
      else whole.references.push(shown)
    }
  }
  const byLetter = Map.groupBy(
    [...terms].sort(([a], [b]) => order.compare(a, b)),
    ([name]) => letterOf(name),
  )
  return {
    type: 'index',
    children: [...byLetter].map(([letter, of]) => ({ type: 'indexLetter', letter, children: of.map(indexTerm) })),
  }
}

function indexTerm([name, { references, see, seeAlso, below }]: [string, Term]): BookNode {
  return {
    type: 'indexTerm',
    entry: [{ type: 'text', value: name }],
    references,
    ...(see.length > 0 && { see: [{ type: 'text', value: see.join(', ') }] }),
    ...(seeAlso.length > 0 && { seeAlso: [{ type: 'text', value: seeAlso.join(', ') }] }),
    children: [...below].sort(([a], [b]) => order.compare(a, b)).map(indexTerm),
  }
}

/** The letter a term is found under, without its accents. */
function letterOf(name: string): string {
  const first = [...name.trim().normalize('NFD')][0]?.toUpperCase() ?? '#'
  return /\p{L}/u.test(first) ? first : '#'
}
