import { admonitions } from './catalogue/admonitions.ts'
import { citations } from './catalogue/citations.ts'
import { code } from './catalogue/code.ts'
import { diagrams } from './catalogue/diagrams.ts'
import { exercises } from './catalogue/exercises.ts'
import { interactivity } from './catalogue/interactivity.ts'
import { layout } from './catalogue/layout.ts'
import { math } from './catalogue/math.ts'
import { media } from './catalogue/media.ts'
import { notebooks } from './catalogue/notebooks.ts'
import { proofs } from './catalogue/proofs.ts'
import { references } from './catalogue/references.ts'
import { source } from './catalogue/source.ts'
import { tables } from './catalogue/tables.ts'
import { text } from './catalogue/text.ts'
import type { Feature } from './feature.ts'
import type { Entry } from './sign.ts'

/** The catalogue with what shows each feature in a tree. */
export const entries: readonly Entry[] = [
  ...admonitions,
  ...code,
  ...math,
  ...media,
  ...tables,
  ...interactivity,
  ...layout,
  ...diagrams,
  ...notebooks,
  ...proofs,
  ...exercises,
  ...references,
  ...citations,
  ...text,
  ...source,
]

/** Everything MyST offers that Octavo reads, by category, each with an example. */
export const catalogue: readonly Feature[] = entries.map(({ signs: _, aliases: __, ...feature }) => feature)
