import type { BookNode } from '../book/nodes.ts'
import type { PageWriter } from './page-writer.ts'
import { array, call, content, labelOf, literal, prose } from './typst-text.ts'
import { write } from './write-nodes.ts'

/** A term of the index with the pages it is on, and the terms below it. */
export function indexTerm(node: BookNode, writer: PageWriter, depth: number): string {
  const { see, seeAlso } = writer.book.words
  const places = ((node.references as BookNode[] | undefined) ?? []).flatMap(reference =>
    placeOf(reference, false, writer),
  )
  const elsewhere = [
    ...refer(node.see as BookNode[] | undefined, see, writer),
    ...refer(node.seeAlso as BookNode[] | undefined, seeAlso, writer),
  ]
  const term = call(
    'p.index-term',
    { depth: depth || undefined, places: array(places) },
    content(write(node.entry as BookNode[], writer)),
    content(elsewhere.join(prose(', '))),
  )
  return [term, ...(node.children ?? []).map(child => indexTerm(child, writer, depth + 1))].join('\n\n')
}

function placeOf(node: BookNode, main: boolean, writer: PageWriter): string[] {
  if (node.type === 'strong') return (node.children ?? []).flatMap(child => placeOf(child, true, writer))
  if (node.type !== 'crossReference') return []
  const label = labelOf(String(node.page), node.anchor as string | undefined)
  return writer.labels.has(label) ? [`(${literal(label)}, ${main})`] : []
}

const refer = (nodes: BookNode[] | undefined, word: string, writer: PageWriter): string[] =>
  nodes ? [`#emph${content(prose(word))};${prose(' ')}${write(nodes, writer)}`] : []
