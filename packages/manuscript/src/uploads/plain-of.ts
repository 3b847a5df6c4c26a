import type { GenericNode } from 'myst-common'
import { parseMyst } from '../myst.ts'

const inline = new Set(
  'text emphasis strong delete underline smallcaps inlineCode inlineMath link subscript superscript abbreviation span crossReference cite citeGroup keyboard mystRole'.split(
    ' ',
  ),
)

/** The words a reader sees in a tree of MyST: text, code, math, alternative texts; spaces run together. */
export function plainOf(...nodes: GenericNode[]): string {
  const pieces: string[] = []
  for (const node of nodes) collect(node, pieces)
  return pieces.join('').replace(/\s+/g, ' ').trim()
}

/** The words of a piece of MyST, as `plainOf` its tree. */
export function plainOfMyst(text: string): string {
  return plainOf(parseMyst(text).tree)
}

function collect(node: GenericNode, pieces: string[]): void {
  const apart = !inline.has(node.type)
  if (apart) pieces.push(' ')
  if (node.type === 'mystDirective' || node.type === 'mystRole') collectApplied(node, pieces)
  else if (node.type !== 'comment' && node.type !== 'mystTarget') {
    if (typeof node.alt === 'string') pieces.push(node.alt)
    if (typeof node.value === 'string')
      pieces.push(node.type === 'html' ? node.value.replace(/<[^>]*>/g, ' ') : node.value)
    for (const child of node.children ?? []) collect(child, pieces)
  }
  if (apart) pieces.push(' ')
}

/** A directive holds what it makes; one nobody knows holds its words as it has them. */
function collectApplied(node: GenericNode, pieces: string[]): void {
  if (node.children?.length) for (const child of node.children) collect(child, pieces)
  else pieces.push([node.args, node.value].filter(part => typeof part === 'string').join(' '))
  pieces.push(' ')
}
