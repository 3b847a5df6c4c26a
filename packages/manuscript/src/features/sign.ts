import type { GenericNode } from 'myst-common'
import type { Feature, FeatureCategory } from './feature.ts'

/** A node of a page, as signs see it. */
export interface Spot {
  node: GenericNode
  /** The nodes around it, the nearest last. */
  parents: readonly GenericNode[]
  /** The name of the nearest directive or role around it; undefined when it stands in none. */
  by: string | undefined
  /** What the author wrote there, from where the node begins to the end of that line. */
  source: string
}

type Condition = (spot: Spot) => boolean

/** What in a tree shows that a feature is used: nodes of a type, or directives or roles of a name. */
export interface Sign {
  of: 'node' | 'directive' | 'role'
  names: readonly string[]
  conditions: readonly Condition[]
}

/** A feature of the catalogue with what shows it, and further names by which authors ask for it. */
export interface Entry extends Feature {
  signs: readonly Sign[]
  aliases: readonly string[]
}

interface Draft extends Omit<Feature, 'category' | 'includes'> {
  includes?: readonly string[]
  signs: Sign | readonly Sign[]
  aliases?: readonly string[]
}

/** Features of one category. */
export function featuresIn(category: FeatureCategory, drafts: readonly Draft[]): Entry[] {
  return drafts.map(({ includes = [], aliases = [], signs, ...draft }) => ({
    ...draft,
    category,
    includes,
    aliases,
    signs: [signs].flat(),
  }))
}

const sign =
  (of: Sign['of']) =>
  (names: string, ...conditions: Condition[]): Sign => ({ of, names: names.split(' '), conditions })

/** Nodes of any of these types, named with spaces between. */
export const node = sign('node')
/** Directives of any of these names, as the author writes them. */
export const directive = sign('directive')
/** Roles of any of these names, as the author writes them. */
export const role = sign('role')

/** The lines of an example. */
export const lines = (...text: string[]): string => text.join('\n')

const optionsOf = ({ node }: Spot): Record<string, unknown> => (node.options ?? {}) as Record<string, unknown>

/** A directive with one of these options, or spellings of one, that is not switched off. */
export const option =
  (...names: string[]): Condition =>
  spot =>
    names.some(name => {
      const value = optionsOf(spot)[name]
      return value !== undefined && value !== null && String(value).toLowerCase() !== 'false'
    })

/** A directive with an option that is switched off. */
export const off =
  (name: string): Condition =>
  spot =>
    String(optionsOf(spot)[name]).toLowerCase() === 'false'

/** A directive with one of these classes. */
export const classed =
  (...names: string[]): Condition =>
  spot =>
    String(optionsOf(spot).class ?? '')
      .split(/\s+/)
      .some(name => names.includes(name))

/** A directive that says something after its name. */
export const withArgument: Condition = ({ node }) => Boolean(node.args)
/** A directive that holds something. */
export const withBody: Condition = ({ node }) => Boolean(node.value)
/** A directive other places can refer to. */
export const labeled = option('label', 'name')

/** Written with one of these marks. What a directive makes is written with the marks of that directive. */
export const begins =
  (...marks: string[]): Condition =>
  ({ source }) =>
    marks.some(mark => source.startsWith(mark))

/** The opposite of a condition. */
export const not =
  (condition: Condition): Condition =>
  spot =>
    !condition(spot)

/** A node whose value matches. */
export const holding =
  (pattern: RegExp): Condition =>
  ({ node }) =>
    typeof node.value === 'string' && pattern.test(node.value)
