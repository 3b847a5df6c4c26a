import { walk } from '@octavo/manuscript/pages'
import { type GenericParent, normalizeLabel } from 'myst-common'

/**
 * Names what the parser would name by chance, exercises without a label and places of the index, by their order on the
 * page: the same book is the same bytes every time.
 */
export function nameExercises(tree: GenericParent): void {
  let count = 0
  walk(tree, directive => {
    if (
      directive.type !== 'mystDirective' ||
      !/^exercise(-start)?$/.test(directive.name ?? '') ||
      directive.options?.label
    )
      return
    const exercise = directive.children?.find(({ type }) => type === 'exercise')
    if (!exercise?.identifier) return
    const name = `exercise-of-page-${++count}`
    Object.assign(exercise, { label: name, identifier: name })
  })
}

/** Gives places of the index names, where the author has given none. */
export function namePlacesOfIndex(tree: GenericParent): void {
  let count = 0
  walk(tree, node => {
    if (!node.indexEntries) return
    node.label ??= `place-of-index-${++count}`
    if (node.identifier) return
    const { identifier, html_id } = normalizeLabel(node.label) ?? {}
    Object.assign(node, { identifier, html_id })
  })
}
