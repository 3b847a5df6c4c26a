import type { BookNode, Handlers } from '../book/nodes.ts'
import { codeSource } from './code-source.ts'
import { containerSource, diagramSource } from './figure-source.ts'
import { indexTerm } from './index-source.ts'
import { formulaKey, type PageWriter, plain } from './page-writer.ts'
import { tableSource } from './table-source.ts'
import { formula, type texts } from './text-handlers.ts'
import { breakable, call, content, literal, prose } from './typst-text.ts'
import { anchor, placeOf, write, writeBlocks, written, writtenBlocks } from './write-nodes.ts'

type BlockHandlers = Omit<Handlers<PageWriter, string>, keyof typeof texts>

/** What stands on its own. */
export const blocks: BlockHandlers = {
  paragraph(node, writer) {
    if (writer.depth === 0) writer.progress.letters += plain(node.children).length
    const opens = writer.opening && writer.depth === 0
    writer.opening = false
    return `${anchor(node, writer)}${opens ? openingWords(node, writer) : write(node.children, writer)}`
  },
  heading(node, writer) {
    writer.opening = false
    const depth = Number(node.depth)
    while (writer.above.length > 0 && writer.above.at(-1)! >= depth) writer.above.pop()
    writer.above.push(depth)
    const place = placeOf(node, writer)
    const title = written(node.children, writer)
    return call(
      'p.section',
      {
        depth,
        // Where an author leaves out a level, those who are read to still hear none missing.
        level: writer.page.level + 1 + writer.above.length,
        number: node.number === undefined ? undefined : literal(String(node.number)),
        place: place === undefined ? undefined : literal(place),
      },
      content(prose(plain(node.children))),
      title,
    )
  },
  blockquote: (node, writer) => call('p.quotation', {}, placed(node, writer)),
  list(node, writer) {
    const items = node.children ?? []
    if (items.some(({ checked }) => typeof checked === 'boolean')) {
      return `#p.tasks(${items.map(item => `(${item.checked === true}, ${placed(item, writer)}),`).join(' ')});`
    }
    const tight = items.every(({ children }) => (children ?? []).filter(({ type }) => type !== 'list').length < 2)
    const parts = items.map(item => placed(item, writer))
    return node.ordered
      ? call('enum', { tight, start: Number(node.start ?? 1) }, ...parts)
      : call('list', { tight }, ...parts)
  },
  listItem: (node, writer) => placed(node, writer),
  definitionList: (node, writer) => writeBlocks(node.children, writer),
  definitionTerm: (node, writer) => `#p.term[${anchor(node, writer)}${write(node.children, writer)}];`,
  definitionDescription: (node, writer) => call('p.description', {}, placed(node, writer)),
  thematicBreak: () => '#p.scene-break();',
  code: codeSource,
  math(node, writer) {
    const number = node.number === undefined ? undefined : literal(String(node.number))
    const set = writer.formulas.has(formulaKey(node)) ? content(formula(node, writer)) : undefined
    if (set === undefined) return `${anchor(node, writer)}#p.listing(${literal(String(node.value ?? ''))});`
    return call('p.formula', { number }, set)
  },
  mermaid: diagramSource,
  container: containerSource,
  caption: (node, writer) => writeBlocks(node.children, writer),
  legend: (node, writer) => call('p.legend', {}, placed(node, writer)),
  table: (node, writer) => `${anchor(node, writer)}${tableSource(node, writer)}`,
  tableRow: (node, writer) => writeBlocks(node.children, writer),
  tableCell: (node, writer) => writeBlocks(node.children, writer),
  admonition(node, writer) {
    const [title, rest] = split(node, 'admonitionTitle')
    return call(
      'p.admonition',
      { kind: literal(String(node.kind)), whole: whole(node) },
      written(title?.children, writer),
      placed(node, writer, rest),
    )
  },
  admonitionTitle: (node, writer) => call('p.block-title', {}, written(node.children, writer)),
  details(node, writer) {
    const [summary, rest] = split(node, 'summary')
    return call('p.details', { whole: whole(node) }, written(summary?.children, writer), placed(node, writer, rest))
  },
  summary: (node, writer) => call('p.block-title', {}, written(node.children, writer)),
  tabSet: (node, writer) => `${anchor(node, writer)}${writeBlocks(node.children, writer)}`,
  // It has a line over it and no frame: what is in it is still on the page itself.
  tabItem: (node, writer) =>
    call('p.tab', {}, content(prose(String(node.title ?? '')))) +
    anchor(node, writer) +
    writeBlocks(node.children, writer),
  grid(node, writer) {
    const cells = (node.children ?? []).map(child => {
      const inside = child.type === 'card' ? content(cardSource(child, writer)) : writtenBlocks([child], writer)
      return `(${whole(child, 1200) === true}, ${inside})`
    })
    // Three columns of text are too narrow for a page.
    const columns = Math.min(2, Math.max(1, ...[node.columns ?? 1].flat().map(Number)), Math.max(1, cells.length))
    return anchor(node, writer) + call('p.cards', {}, String(columns), ...cells)
  },
  // Alone it is a grid of one.
  card: (node, writer) =>
    call('p.cards', {}, '1', `(${whole(node, 1200) === true}, ${content(cardSource(node, writer))})`),
  cardTitle: (node, writer) => call('p.block-title', {}, written(node.children, writer)),
  header: (node, writer) => call('p.small-line', {}, placed(node, writer)),
  footer: (node, writer) => call('p.small-line', {}, placed(node, writer)),
  aside(node, writer) {
    const [title, rest] = split(node, 'admonitionTitle')
    return call(
      'p.sidebar',
      { whole: whole(node) },
      title ? written(title.children, writer) : '[]',
      placed(node, writer, rest),
    )
  },
  proof: labelled,
  exercise: labelled,
  solution: labelled,
  iframe(node, writer) {
    const url = String(node.url ?? '')
    const title = node.title === undefined ? '[]' : content(prose(String(node.title)))
    return `${anchor(node, writer)}#p.elsewhere(${literal(url)}, ${literal(breakable(url))})${title};`
  },
  interactive: (node, writer) => `${anchor(node, writer)}#p.listing(${literal(String(node.value ?? ''))});`,
  bibliography: (node, writer) => writeBlocks(node.children, writer),
  bibliographyEntry: (node, writer) => `#p.work[${anchor(node, writer)}${write(node.children, writer)}];`,
  index: (node, writer) => call('p.index-columns', {}, content(writeBlocks(node.children, writer))),
  indexLetter: (node, writer) =>
    `#p.index-letter(${literal(String(node.letter ?? ''))});${writeBlocks(node.children, writer)}`,
  indexTerm: (node, writer) => indexTerm(node, writer, 0),
  div: (node, writer) => `${anchor(node, writer)}${writeBlocks(node.children, writer)}`,
}

/** Whether what is in a node is so short that it must not be torn over two pages. */
export const whole = (node: BookNode, letters = 600): true | undefined => plain([node]).length < letters || undefined

const text = (value: string): BookNode => ({ type: 'text', value })

/** What is in a node, with the place others point to first. */
function placed(node: BookNode, writer: PageWriter, children = node.children): string {
  const inside = writtenBlocks(children, writer)
  const place = anchor(node, writer)
  return place ? `[${place}${inside.slice(1)}` : inside
}

/** A first child of a kind, and the rest. */
function split(node: BookNode, type: BookNode['type']): [BookNode | undefined, BookNode[]] {
  const [first, ...rest] = node.children ?? []
  return first?.type === type ? [first, rest] : [undefined, node.children ?? []]
}

/** What a card holds, without its frame: in a grid, all of a row are equally high. */
function cardSource(node: BookNode, writer: PageWriter): string {
  const [title, rest] = split(node, 'cardTitle')
  const target = node.target as BookNode | undefined
  const shown: BookNode[] = title?.children ?? []
  const linked = target && { ...target, children: shown.length > 0 ? shown : [text(String(target.url ?? '…'))] }
  const head = linked ? [linked] : shown
  return call('p.card', {}, head.length > 0 ? written(head, writer) : '[]', placed(node, writer, rest))
}

/** A theorem, an exercise or a solution. Its first paragraph goes on in the line of its name. */
function labelled(node: BookNode, writer: PageWriter): string {
  const [title, children] = split(node, 'admonitionTitle')
  const of = node.of as BookNode | undefined
  const [first, ...rest] = children
  const inside: PageWriter = { ...writer, depth: writer.depth + 1, opening: false }
  const body =
    first?.type === 'paragraph'
      ? anchor(first, writer) + write(first.children, inside) + writeBlocks(rest, inside)
      : writeBlocks(children, inside)
  return call(
    'p.labelled',
    { kind: literal(String(node.kind)), whole: whole(node) },
    content(prose(String(node.label ?? ''))),
    title ? written(title.children, writer) : of ? written([of], writer) : '[]',
    content(anchor(node, writer) + body),
  )
}

/** The first words of a chapter of a novel are in small capitals. */
function openingWords(node: BookNode, writer: PageWriter): string {
  const [first, ...rest] = node.children ?? []
  const words =
    first?.type === 'text' ? /^\s*(["“‘'«]?)((?:\S+\s+){2,4}\S+?)(?=\s)/u.exec(String(first.value)) : undefined
  if (writer.settings.theme !== 'literary' || !words || plain(node.children).length < 80)
    return write(node.children, writer)
  const after = text(String(first!.value).slice(words[0].length))
  return `${words[1] ? write([text(words[1])], writer) : ''}#p.first-words${written([text(words[2]!)], writer)};${write([after, ...rest], writer)}`
}
