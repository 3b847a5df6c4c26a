import { centrality } from './centrality.ts'
import type { Draft } from './chapters.ts'
import type { Unit } from './units.ts'
import { vectorsOf } from './vectors.ts'

/**
 * Drops the least central units until the drafts have at most `words` words. What opens a block or defines a term weighs
 * more; every chapter keeps its most central unit. Nothing is dropped when the material fits.
 */
export function selectUnits(drafts: Draft[], words: number | undefined): Draft[] {
  const units = drafts.flatMap((draft, chapter) =>
    draft.blocks.flatMap(block => block.units.map((unit, index) => ({ unit, chapter, bonus: index === 0 ? 1.3 : 1 }))),
  )
  let total = units.reduce((sum, { unit }) => sum + unit.words, 0)
  if (words === undefined || total <= words) return drafts
  const scores = centrality(vectorsOf(units.map(({ unit }) => unit.terms)))
  const ranked = units
    .map((entry, order) => ({ ...entry, order, score: scores[order]! * entry.bonus * (defines(entry.unit) ? 1.4 : 1) }))
    .sort((a, b) => a.score - b.score || b.order - a.order)
  const left = drafts.map(draft => draft.blocks.reduce((sum, block) => sum + block.units.length, 0))
  const dropped = new Set<Unit>()
  for (const { unit, chapter } of ranked) {
    if (total <= words) break
    if (left[chapter]! <= 1) continue
    left[chapter]!--
    dropped.add(unit)
    total -= unit.words
  }
  return drafts.map(draft => ({
    ...draft,
    blocks: draft.blocks
      .map(block => ({ ...block, units: block.units.filter(unit => !dropped.has(unit)) }))
      .filter(block => block.units.length > 0),
  }))
}

function defines(unit: Unit): boolean {
  return unit.passages.some(passage => passage.kind === 'definition')
}
