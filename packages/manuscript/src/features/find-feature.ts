import { catalogue, entries } from './catalogue.ts'
import type { Feature } from './feature.ts'
import type { Entry } from './sign.ts'

/** `{Prf:Theorem}s`, `list_table` and `List table` as `prf-theorem`, `list-table`; the last letter of a plural goes. */
const normal = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[{}`]/g, '')
    .replace(/[\s_:]+/g, '-')
const singular = (name: string) => name.replace(/s$/, '')

const byName = new Map<string, Feature>()
// Ids are stronger than aliases, aliases than names; and what is spelled out is stronger than what lost its plural.
for (const spelling of [normal, (name: string) => singular(normal(name))]) {
  for (const namesOf of [({ id }: Entry) => [id], ({ aliases }: Entry) => aliases, ({ name }: Entry) => [name]]) {
    for (const [index, entry] of entries.entries()) {
      for (const name of namesOf(entry).map(spelling)) if (!byName.has(name)) byName.set(name, catalogue[index]!)
    }
  }
}

/**
 * The feature an author means by a name, however it is spelled: its id, its name, or how its directive or role is
 * written, in any case, in braces, with spaces, underscores or hyphens, in the singular or plural.
 */
export function findFeature(name: string): Feature | undefined {
  return byName.get(normal(name)) ?? byName.get(singular(normal(name)))
}

/** Up to three features a name nobody knows is nearly spelled like, the nearest first. */
export function similarFeatures(name: string): Feature[] {
  const wanted = normal(name)
  if (wanted.length > longestName) return []
  const nearest = new Map<Feature, number>()
  for (const [known, feature] of byName) {
    const changes = editsBetween(wanted, known) / Math.max(wanted.length, known.length)
    nearest.set(feature, Math.min(nearest.get(feature) ?? 1, changes))
  }
  return [...nearest]
    .filter(([, changes]) => changes <= mostChanges)
    .sort(([, a], [, b]) => a - b)
    .slice(0, 3)
    .map(([feature]) => feature)
}

// Longer than any name of a feature.
const longestName = 60

// Of the letters of the longer name.
const mostChanges = 0.4

/** Letters to add, remove or replace to make one text of another (Levenshtein 1966), row by row of the table. */
function editsBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1))
    }
    above = current
  }
  return above[b.length]!
}
