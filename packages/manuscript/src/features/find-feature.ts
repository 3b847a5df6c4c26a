import { catalogue, entries } from './catalogue.ts'
import type { Feature } from './feature.ts'

/** `{Prf:Theorem}s`, `list_table` and `List table` as `prf-theorem`, `list-table`; the last letter of a plural goes. */
const normal = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[{}`]/g, '')
    .replace(/[\s_:]+/g, '-')
const singular = (name: string) => name.replace(/s$/, '')

const byName = new Map<string, Feature>()
for (const spelling of [normal, (name: string) => singular(normal(name))]) {
  // An id is stronger than a name, a name than an alias; what is spelled out than what lost its plural.
  for (const names of [
    ({ id }: (typeof entries)[number]) => [id],
    ({ name }: (typeof entries)[number]) => [name],
    ({ aliases }: (typeof entries)[number]) => aliases,
  ]) {
    for (const [index, entry] of entries.entries()) {
      for (const name of names(entry)) if (!byName.has(spelling(name))) byName.set(spelling(name), catalogue[index]!)
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
