export const importances = ['required', 'recommended', 'optional'] as const
export type Importance = (typeof importances)[number]

export const featureCategories = [
  'admonitions',
  'code',
  'math',
  'media',
  'tables',
  'interactivity',
  'layout',
  'diagrams',
  'notebooks',
  'proofs',
  'exercises',
  'references',
  'text',
] as const
export type FeatureCategory = (typeof featureCategories)[number]

/** One thing MyST can do, as authors ask for it and audits look for it. */
export interface Feature {
  /** Lower case, digits and hyphens, e.g. `list-table`. Never changes: books keep it. */
  id: string
  name: string
  category: FeatureCategory
  importance: Importance
  /** MyST that uses this feature and those it includes, and no other feature of the catalogue. */
  example: string
  /** One sentence: what a reader gets from it. */
  explanation: string
  /** Ids of features it cannot do without, as a synced tab cannot without tabs. */
  includes: readonly string[]
}

/**
 * Where a page uses a feature. Line and column from 1, in UTF-16 code units; a byte order mark takes no column. Options
 * of a directive are used where the directive begins.
 */
export interface FeatureUse {
  feature: string
  line: number
  column: number
}
