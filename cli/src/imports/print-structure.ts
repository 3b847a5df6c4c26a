import { count, counted, percent } from '../terminal/figures.ts'
import { cut, pad, type Terminal } from '../terminal/terminal.ts'
import type { Structure, StructureItem } from './structure.ts'

/** Below this a chapter is worth a look, and why it was taken for one is said. */
const sure = 0.7

const itemsOf = (items: readonly StructureItem[], depth = 0): { item: StructureItem; depth: number }[] =>
  items.flatMap(item => [{ item, depth }, ...itemsOf(item.children, depth + 1)])

/** Prints what was read and the chapters it is to become, as a tree; doubtful ones with their reasons. */
export function printStructure(terminal: Terminal, structure: Structure): void {
  const { metadata, format, name, confidence, items } = structure
  const title = typeof metadata?.title === 'string' ? metadata.title : name
  terminal.say(terminal.style('bold', title))
  const by = Array.isArray(metadata?.authors) ? ` by ${metadata.authors.join(', ')}` : ''
  const certainty = confidence === null ? '' : `, ${percent(confidence)} sure`
  const all = itemsOf(items as unknown as StructureItem[])
  terminal.say(`${format ?? 'not read'}${by}: ${counted(all.length, 'piece')}${certainty}`)
  terminal.say()
  const ids = Math.max(...all.map(({ item }) => item.id.length))
  const words = Math.max(...all.map(({ item }) => count(item.words).length))
  for (const { item, depth } of all) printItem(terminal, item, depth, { ids, words })
  const notes = notesOf(structure)
  if (notes.length > 0) terminal.say()
  for (const note of notes) terminal.say(note)
}

/** What else was in the upload, and what could not be read as it was meant. */
function notesOf({ characters, removed, warnings, images }: Structure): string[] {
  const reasons = [...new Set(removed.map(({ reason }) => reason.replaceAll('-', ' ')))].join(', ')
  return [
    ...(characters && characters.removed > 0
      ? [`${counted(characters.removed, 'character')} removed (${reasons})`]
      : []),
    ...(images > 0 ? [counted(images, 'picture')] : []),
    ...warnings.map(warning => `Note: ${warning}`),
  ]
}

function printItem(terminal: Terminal, item: StructureItem, depth: number, widths: { ids: number; words: number }) {
  const { id, kind, role, number, title, words, confidence, reasons } = item
  const tail = `  ${pad(role ?? kind, 10)} ${pad(count(words), widths.words, 'right')} words  ${pad(percent(confidence), 5, 'right')}`
  const head = `${pad(id, widths.ids)}  ${'  '.repeat(depth)}`
  const most = Math.min(60, terminal.width - head.length - tail.length)
  const label = cut(number && number !== title ? `${number}: ${title}` : title, most)
  terminal.say(`${terminal.style('dim', head)}${terminal.style('bold', pad(label, most - 2 * depth))}${tail}`)
  if (confidence < sure) terminal.say(`${' '.repeat(head.length + 2)}${reasons.join(' ')}`)
}
