import { blocksOf, enclosed, type HtmlBlock, indented, notesOf } from './blocks.ts'
import { childrenNamed, type Element, elementsIn, findAll } from './element.ts'
import { isEmpty, plainOfInline, renderInline } from './inline.ts'
import { type Context, imageOf, lineOf } from './inline-of.ts'
import { idsOf } from './links.ts'

const blockNames = new Set([
  'p',
  'div',
  'ul',
  'ol',
  'dl',
  'pre',
  'table',
  'blockquote',
  'figure',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
])

interface Cell {
  element: Element
  columns: number
}

/** Columns one cell may span; HTML allows 1,000. */
const widest = 100

/**
 * A table: as Markdown writes it when each cell is one line, else as a `list-table`. Cells that span others stand in the
 * first of them. A table of one column only arranges a page: it is what stands in it.
 */
export function tableOf(element: Element, context: Context): HtmlBlock[] {
  const rows = rowsOf(element)
  const width = Math.max(0, ...rows.map(row => row.reduce((sum, cell) => sum + cell.columns, 0)))
  const isLayout = /^(presentation|none)$/.test(element.attributes.role ?? '') || width <= 1
  if (isLayout || rows.some(row => row.some(cell => findAll(cell.element, 'table').length > 0))) {
    return childrenNamed(element, 'caption', 'thead', 'tbody', 'tfoot', 'tr').flatMap(part => cellsOf(part, context))
  }
  if (rows.some(row => row.some(({ element }) => element.attributes.rowspan && element.attributes.rowspan !== '1'))) {
    context.reading.warn(
      `${context.page.path || 'The page'} has a table with cells over several rows: their words stand in the first.`,
    )
  }
  const caption = childrenNamed(element, 'caption').flatMap(part => blocksOf(part, context))
  const simple = rows.every(row => row.every(cell => isLine(cell.element)))
  const table = simple ? pipeTable(rows, width, context) : listTable(rows, width, context)
  return [...caption, ...table]
}

function cellsOf(part: Element, context: Context): HtmlBlock[] {
  if (part.name === 'caption' || part.name === 'td' || part.name === 'th') return blocksOf(part, context)
  return childrenNamed(part, 'tr', 'td', 'th').flatMap(child => cellsOf(child, context))
}

function rowsOf(element: Element): Cell[][] {
  const sections = childrenNamed(element, 'thead', 'tbody', 'tfoot')
  const rows = [...childrenNamed(element, 'tr'), ...sections.flatMap(section => childrenNamed(section, 'tr'))]
  return rows
    .map(row =>
      childrenNamed(row, 'td', 'th').map(cell => {
        const columns = Number.parseInt(cell.attributes.colspan ?? '1', 10)
        return { element: cell, columns: columns >= 1 && columns <= widest ? columns : 1 }
      }),
    )
    .filter(row => row.length > 0)
}

/** Whether all of a cell can stand on one line. */
function isLine(cell: Element): boolean {
  const blocks = [...elementsIn(cell)].filter(inside => blockNames.has(inside.name))
  return blocks.length === 0 || (blocks.length === 1 && (blocks[0]!.name === 'p' || blocks[0]!.name === 'div'))
}

function pipeTable(rows: Cell[][], width: number, context: Context): HtmlBlock[] {
  const ids: string[] = []
  const plain: string[] = []
  const notes: HtmlBlock[] = []
  const lines = rows.map(row => {
    const cells = row.flatMap(({ element, columns }) => {
      const line = lineOf(element.children, context)
      ids.push(...idsOf(element), ...line.ids)
      plain.push(plainOfInline(line.inlines))
      notes.push(...notesOf(line, context))
      return [renderInline(line.inlines, { breaks: 'space', cell: true }), ...Array<string>(columns - 1).fill('')]
    })
    while (cells.length < width) cells.push('')
    return `| ${cells.join(' | ')} |`
  })
  const isHeaded = rows[0]!.every(cell => cell.element.name === 'th')
  const [head, ...body] = isHeaded ? lines : [`|${' |'.repeat(width)}`, ...lines]
  const text = [head, `|${' --- |'.repeat(width)}`, ...body].join('\n')
  return [{ text, plain: plain.filter(Boolean).join(' '), ids }, ...notes]
}

function listTable(rows: Cell[][], width: number, context: Context): HtmlBlock[] {
  const ids: string[] = []
  const plain: string[] = []
  const notes: HtmlBlock[] = []
  const items = rows.map(row => {
    const cells = row.flatMap(({ element, columns }) => {
      ids.push(...idsOf(element))
      const { block: own, notes: further } = enclosed(blocksOf(element, context), text => `- ${indented(text, '    ')}`)
      notes.push(...further)
      ids.push(...(own?.ids ?? []))
      plain.push(own?.plain ?? '')
      return [own?.text || '-', ...Array<string>(columns - 1).fill('-')]
    })
    while (cells.length < width) cells.push('-')
    return `* ${cells.join('\n  ')}`
  })
  const header = rows[0]!.every(cell => cell.element.name === 'th') ? ':header-rows: 1\n' : ''
  const text = fenced('list-table', '', `${header}\n${items.join('\n')}`)
  return [{ text, plain: plain.filter(Boolean).join(' '), ids }, ...notes]
}

/** A directive with colons more than any in what it holds. */
function fenced(name: string, argument: string, body: string): string {
  const longest = Math.max(2, ...(body.match(/^\s*:{3,}/gm) ?? []).map(run => run.trim().length))
  const marks = ':'.repeat(longest + 1)
  return `${marks}{${name}}${argument && ` ${argument}`}\n${body}\n${marks}`
}

/** A picture with its caption; of anything else, what stands in it. */
export function figureOf(element: Element, context: Context): HtmlBlock[] {
  const pictures = [...elementsIn(element)].filter(inside => inside.name === 'img' || inside.name === 'svg')
  const captions = childrenNamed(element, 'figcaption')
  const rest = element.children.filter(child => typeof child === 'string' || child.name !== 'figcaption')
  const [picture] = pictures
  const others = lineOf(rest.map(withoutPictures), context)
  if (!picture || pictures.length > 1 || captions.length !== 1 || !isEmpty(others.inlines))
    return blocksOf(element, context)
  const [image] = imageOf(picture, context)
  if (image?.type !== 'image') return blocksOf(element, context)
  const { block: own, notes } = enclosed(blocksOf(captions[0]!, context), text => text)
  const alt = image.alt ? `:alt: ${image.alt}\n` : ''
  const ids = [...others.ids, ...idsOf(picture), ...(own?.ids ?? [])]
  const text = fenced('figure', image.address, `${alt}\n${own?.text ?? ''}`)
  return [{ text, plain: [image.alt, own?.plain].filter(Boolean).join(' '), ids }, ...notes]
}

function withoutPictures<T extends Element | string>(content: T): Element | string {
  if (typeof content === 'string') return content
  if (content.name === 'img' || content.name === 'svg') return ''
  return { ...content, children: content.children.map(withoutPictures) }
}
