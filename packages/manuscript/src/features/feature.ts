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
  /** MyST that uses this feature, and no other feature of the catalogue that it could do without. */
  example: string
  /** One sentence: what a reader gets from it. */
  explanation: string
}

/** Where a page uses a feature. Line and column from 1. */
export interface FeatureUse {
  feature: string
  line: number
  column: number
}
