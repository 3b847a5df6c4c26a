import {
  CheckBox,
  ExternalHyperlink,
  FootnoteReferenceRun,
  InternalHyperlink,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  SimpleField,
  Tab,
  TextRun,
} from 'docx'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { boxed, cardRow } from './boxes.ts'
import { codeBlock } from './code.ts'
import { picture } from './image.ts'
import { equation } from './math.ts'
import { blocks, line, type Piece, type Place, paragraph, pieces, within } from './pieces.ts'
import { table } from './table.ts'

const inline = (...children: ParagraphChild[]): Piece[] => children.map(child => ({ inline: child }))
const block = (...made: ReturnType<typeof blocks>): Piece[] => made.map(each => ({ block: each }))

/** Text that looks otherwise than what is around it. */
const styled =
  (look: IRunOptions) =>
  (node: BookNode, place: Place): Piece[] =>
    pieces(node.children, within(place, { run: { ...place.run, ...look } }))

/** A paragraph in a style, and what in it cannot stand in one after it. */
function styledParagraph(node: BookNode, place: Place, style: string, keepNext = false): Piece[] {
  const [children, after] = line(node.children, place)
  return [{ block: paragraph(children, place, { style, keepNext }) }, ...after]
}

const text = (value: string, place: Place): Piece[] =>
  inline(new TextRun({ ...place.run, text: value.replace(/\s*\n\s*/g, ' ') }))

export const handlers: Handlers<Place, Piece[]> = {
  paragraph(node, place) {
    const [children, after] = line(node.children, place)
    return children.length === 0 ? after : [{ block: paragraph(children, place) }, ...after]
  },
  heading(node, place) {
    const [children, after] = line(node.children, place)
    const number = node.number === undefined ? [] : [new TextRun(`${node.number}\u2002`)]
    return [
      {
        block: paragraph([...number, ...children], within(place, { item: undefined }), {
          style: `Heading${Math.min(6, Number(node.depth))}`,
        }),
      },
      ...after,
    ]
  },
  blockquote: (node, place) => block(...blocks(node.children, within(place, { style: 'Quote' }))),
  list(node, place) {
    const level = place.item ? Math.min(8, place.item.level + 1) : 0
    const reference = node.ordered ? 'numbers' : 'bullets'
    const instance = place.nextList()
    const from = node.ordered && Number(node.start ?? 1) > 1 ? Number(node.start) : undefined
    return (node.children ?? []).flatMap((item, at) => {
      // A list that begins later than 1 shows its numbers as text: a numbering of Word begins where all its lists do.
      const here = within(place, {
        item: { reference: from === undefined ? reference : 'bullets', level, instance, bullet: from === undefined },
        style: 'ListParagraph',
      })
      const made = pieces([item], here)
      if (from === undefined) return made
      const [children, after] = line(item.children?.[0]?.children, here)
      return [
        { block: paragraph([new TextRun(`${from + at}.`), new TextRun({ children: [new Tab()] }), ...children], here) },
        ...after,
        ...block(...blocks(item.children?.slice(1), here)),
      ]
    })
  },
  listItem(node, place) {
    if (node.checked === undefined || node.checked === null) return block(...blocks(node.children, place))
    const [first, ...rest] = node.children ?? []
    const box = new CheckBox({ checked: node.checked === true })
    const [children, after] = line(first?.children ?? (first ? [first] : []), place)
    return [
      { block: paragraph([box, new TextRun(' '), ...children], place) },
      ...after,
      ...block(...blocks(rest, place)),
    ]
  },
  definitionList: (node, place) => pieces(node.children, place),
  definitionTerm: (node, place) => styledParagraph(node, place, 'Term', true),
  definitionDescription: (node, place) => block(...blocks(node.children, within(place, { style: 'Definition' }))),
  thematicBreak: (_, place) => block(paragraph([new TextRun('* * *')], place, { style: 'SceneBreak' })),
  code: (node, place) => block(...codeBlock(node, place)),
  math(node, place) {
    const formula = equation(String(node.value)) ?? unreadable(node, place)
    const number = node.number === undefined ? [] : numbered(node, `(${node.number})`, place)
    return block(
      paragraph(
        [new TextRun({ children: [new Tab()] }), formula, new TextRun({ children: [new Tab()] }), ...number],
        place,
        {
          style: 'Equation',
          tabs: [
            { type: 'center', position: Math.round(place.width / 2) },
            { type: 'right', position: place.width },
          ],
        },
      ),
    )
  },
  mermaid(node, place) {
    if (!node.svg) return block(...codeBlock({ ...node, type: 'code', lang: 'mermaid' }, place))
    return block(paragraph([picture({ ...node, path: `diagram:${node.value}` }, place)], place, { style: 'Figure' }))
  },
  image: (node, place) => inline(picture(node, place)),
  container(node, place) {
    const here = within(place, { captioned: node.id === undefined ? undefined : String(node.id), item: undefined })
    const captions = (node.children ?? []).filter(child => child.type === 'caption' || child.type === 'legend')
    const shown = (node.children ?? []).filter(child => !captions.includes(child))
    // A quote has its attribution below it, a table its caption above, as most house styles want it.
    const body = shown.flatMap(child =>
      child.type === 'image'
        ? block(paragraph(line([child], here)[0], here, { style: 'Figure', keepNext: true }))
        : pieces([child], here),
    )
    if (node.kind === 'table' || node.kind === 'code') return [...pieces(captions, here), ...body]
    if (node.kind === 'quote')
      return [...body, ...captions.flatMap(child => pieces(child.children, within(here, { style: 'Attribution' })))]
    return [...body, ...pieces(captions, here)]
  },
  caption: (node, place) => block(...blocks(node.children, within(place, { style: 'Caption' }))),
  captionNumber(node, place) {
    const [children] = line(node.children, within(place, { run: { ...place.run, bold: true } }))
    const marked =
      place.captioned === undefined ? children : numbered({ ...node, id: place.captioned }, children, place)
    return inline(...marked, new TextRun({ ...place.run, text: '  ' }))
  },
  legend: (node, place) => block(...blocks(node.children, within(place, { style: 'Legend' }))),
  table: (node, place) =>
    block(table(node, place), paragraph([], within(place, { item: undefined }), { style: 'AfterTable' })),
  // Both are read by the table they stand in.
  tableRow: (node, place) => pieces(node.children, place),
  tableCell: (node, place) => block(...blocks(node.children, place)),
  admonition: (node, place) => block(...boxed(node, place, String(node.kind))),
  admonitionTitle: (node, place) => styledParagraph(node, place, 'BoxTitle', true),
  details: (node, place) => block(...boxed(node, place, 'details')),
  summary: (node, place) => styledParagraph(node, place, 'BoxTitle', true),
  tabSet: (node, place) => pieces(node.children, place),
  tabItem: (node, place) => [
    { block: paragraph([new TextRun(String(node.title ?? ''))], place, { style: 'BoxTitle', keepNext: true }) },
    ...block(...blocks(node.children, place)),
  ],
  grid: (node, place) => block(...cardRow(node, place)),
  card(node, place) {
    const target = node.target as BookNode | undefined
    const shown =
      target &&
      pieces(
        [{ ...target, children: [{ type: 'text', value: String(target.url ?? pageTitle(target, place)) }] }],
        place,
      )
    return block(
      ...boxed(
        node,
        place,
        'card',
        shown?.flatMap(piece => ('inline' in piece ? [piece.inline] : [])),
      ),
    )
  },
  cardTitle: (node, place) => styledParagraph(node, place, 'BoxTitle', true),
  header: (node, place) => block(...blocks(node.children, within(place, { style: 'Legend' }))),
  footer: (node, place) => block(...blocks(node.children, within(place, { style: 'Legend' }))),
  aside: (node, place) => block(...boxed(node, place, 'aside')),
  proof: labelled,
  exercise: labelled,
  solution: labelled,
  iframe: (node, place) => elsewhere(node, String(node.url), String(node.title ?? node.url), place),
  interactive(node, place) {
    return /^https?:\/\//.test(String(node.value))
      ? elsewhere(node, String(node.value), String(node.value), place)
      : block(...codeBlock({ ...node, type: 'code', lang: 'markdown' }, place))
  },
  bibliography: (node, place) => pieces(node.children, place),
  bibliographyEntry: (node, place) => styledParagraph(node, place, 'Bibliography'),
  index: (node, place) => pieces(node.children, place),
  indexLetter: (node, place) => [
    { block: paragraph([new TextRun(String(node.letter))], place, { style: 'IndexHeading', keepNext: true }) },
    ...pieces(node.children, place),
  ],
  indexTerm: (node, place) => indexTerm(node, place, 1),
  div: (node, place) => pieces(node.children, place),

  text: (node, place) => text(String(node.value), place),
  strong: styled({ bold: true }),
  emphasis: styled({ italics: true }),
  delete: styled({ strike: true }),
  underline: styled({ underline: {} }),
  smallcaps: styled({ smallCaps: true }),
  superscript: styled({ superScript: true }),
  subscript: styled({ subScript: true }),
  inlineCode: (node, place) => inline(new TextRun({ ...place.run, style: 'CodeText', text: String(node.value) })),
  inlineMath: (node, place) => inline(equation(String(node.value)) ?? unreadable(node, place)),
  keyboard: (node, place) => pieces(node.children, within(place, { run: { ...place.run, style: 'CodeText' } })),
  abbreviation: (node, place) => pieces(node.children, place),
  break: () => inline(new TextRun({ break: 1 })),
  link(node, place) {
    const linked = within(place, { run: { ...place.run, style: 'Hyperlink' } })
    const [children, after] = line(node.children, linked)
    // A file of the book does not travel with the document: its name does.
    if (node.download)
      return [...inline(...line(node.children, place)[0], ...plain(` (${node.download})`, place)), ...after]
    return [...inline(new ExternalHyperlink({ link: String(node.url), children })), ...after]
  },
  crossReference(node, place) {
    const name = place.marks.name(String(node.page), node.anchor as string | undefined)
    const shown = plainText(node).replace(/\s+/g, ' ')
    if (
      node.kind &&
      /^(\p{L}+ )?\(?[\dA-Z]+(\.\d+)*[a-z]?\)?$/u.test(shown) &&
      /\d/.test(shown) &&
      numberedKinds.has(String(node.kind))
    ) {
      return inline(new SimpleField(`REF ${name} \\h`, plainText(node)))
    }
    const [children, after] = line(node.children, within(place, { run: { ...place.run, style: 'Hyperlink' } }))
    return [...inline(new InternalHyperlink({ anchor: name, children })), ...after]
  },
  footnoteReference(node, place) {
    const note = place.page.footnotes.get(String(node.identifier))
    if (!note) return text(`[${node.number}]`, place)
    const number = place.footnotes.size + 1
    place.footnotes.set(number, [])
    const made = blocks(note.children, within(place, { style: 'FootnoteText', item: undefined, run: {} }))
    // A footnote of Word holds paragraphs alone.
    place.footnotes.set(
      number,
      made.filter(each => each instanceof Paragraph),
    )
    if (made.some(each => !(each instanceof Paragraph))) place.report(node, 'a table in a footnote is not printed')
    return inline(new FootnoteReferenceRun(number))
  },
  indexTarget: () => [],
  span: (node, place) => pieces(node.children, place),
  raw: () => [],
}

/** What a caption repeats where it is spoken of: Figure 1.2, Table 3.1, (4.2). */
const numberedKinds = new Set(['figure', 'table', 'code', 'equation'])

/** A number with the bookmark that references repeat. */
function numbered(node: BookNode, content: string | ParagraphChild[], place: Place): ParagraphChild[] {
  const children = typeof content === 'string' ? plain(content, place) : content
  return node.id === undefined ? children : [place.marks.around(place.page.slug, String(node.id), children)]
}

const plain = (value: string, place: Place): ParagraphChild[] => [new TextRun({ ...place.run, text: value })]

function unreadable(node: BookNode, place: Place): ParagraphChild {
  place.report(node, `the formula ${node.value} has what Word's equations cannot say; it is shown in TeX`)
  return new TextRun({ style: 'CodeText', text: String(node.value) })
}

/** A theorem, an exercise or a solution: its label runs into its first paragraph. */
function labelled(node: BookNode, place: Place): Piece[] {
  const [first, ...rest] = node.children ?? []
  const title = first?.type === 'admonitionTitle' ? first : undefined
  const bold = within(place, { run: { ...place.run, bold: true } })
  const label: ParagraphChild[] = plain(String(node.label), bold)
  if (node.of) label.push(...plain(' – ', bold), ...line([node.of as BookNode], bold)[0])
  if (title) label.push(...plain(' (', bold), ...line(title.children, bold)[0], ...plain(')', bold))
  label.push(...plain('.  ', bold))
  const body = title ? rest : (node.children ?? [])
  const [lead, ...more] = body
  const here = within(place, { style: node.type === 'proof' && node.kind !== 'proof' ? 'Theorem' : place.style })
  if (lead?.type !== 'paragraph')
    return [{ block: paragraph(label, here, { keepNext: true }) }, ...block(...blocks(body, here))]
  const [children, after] = line(lead.children, here)
  return [{ block: paragraph([...label, ...children], here) }, ...after, ...block(...blocks(more, here))]
}

/** What only a browser can show: its name and where it is. */
function elsewhere(_: BookNode, url: string, title: string, place: Place): Piece[] {
  const children = [new ExternalHyperlink({ link: url, children: [new TextRun({ style: 'Hyperlink', text: title })] })]
  const shown = title === url ? children : [...children, new TextRun(` (${url})`)]
  return block(paragraph(shown, place, { style: 'Legend' }))
}

function indexTerm(node: BookNode, place: Place, level: number): Piece[] {
  const [entry] = line(node.entry as BookNode[], place)
  const children = [...entry]
  for (const reference of (node.references as BookNode[] | undefined) ?? [])
    children.push(...plain(', ', place), ...line([reference], place)[0])
  for (const [word, nodes] of [
    [place.book.words.see, node.see],
    [place.book.words.seeAlso, node.seeAlso],
  ] as const) {
    if (nodes)
      children.push(
        ...plain(', ', place),
        new TextRun({ italics: true, text: `${word} ` }),
        ...line(nodes as BookNode[], place)[0],
      )
  }
  return [
    { block: paragraph(children, place, { style: `Index${level}` }) },
    ...(node.children ?? []).flatMap(child => indexTerm(child, place, Math.min(2, level + 1))),
  ]
}

const pageTitle = (target: BookNode, place: Place): string =>
  place.book.pages.find(({ slug }) => slug === target.page)?.title ?? ''

function plainText(node: BookNode): string {
  return typeof node.value === 'string' ? node.value : (node.children ?? []).map(plainText).join('')
}
