import type { BookNode, Handlers } from '../book/nodes.ts'
import { imageInText } from './image-source.ts'
import { formulaKey, type PageWriter, plain, tell } from './page-writer.ts'
import { breakable, content, labelOf, literal, mark, prose } from './typst-text.ts'
import { anchor, type Write, write, writeBlocks, written } from './write-nodes.ts'

type TextType =
  | 'text'
  | 'strong'
  | 'emphasis'
  | 'delete'
  | 'underline'
  | 'smallcaps'
  | 'superscript'
  | 'subscript'
  | 'inlineCode'
  | 'inlineMath'
  | 'keyboard'
  | 'abbreviation'
  | 'break'
  | 'link'
  | 'crossReference'
  | 'footnoteReference'
  | 'indexTarget'
  | 'span'
  | 'captionNumber'
  | 'image'
  | 'raw'

const around =
  (call: string): Write =>
  (node, writer) =>
    `#${call}${written(node.children, writer)};`

/** What stands in a line of text. */
export const texts: Pick<Handlers<PageWriter, string>, TextType> = {
  text: node => prose(String(node.value ?? '')),
  strong: around('strong'),
  emphasis: around('emph'),
  delete: around('strike'),
  underline: around('underline'),
  smallcaps: around('smallcaps'),
  superscript: around('super'),
  subscript: around('sub'),
  keyboard: around('p.key'),
  abbreviation: (node, writer) => write(node.children, writer),
  break: () => '#linebreak();',
  captionNumber: (node, writer) => `#p.caption-number${written(node.children, writer)};`,
  indexTarget: anchor,
  span: (node, writer) => `${anchor(node, writer)}${write(node.children, writer)}`,
  inlineCode: (node, writer) =>
    `${anchor(node, writer)}#p.code-in-text(${literal(breakable(String(node.value ?? '').replace(/\s+/g, ' ')))});`,
  inlineMath: formula,
  image: imageInText,
  link,
  crossReference(node, writer) {
    const label = labelOf(String(node.page), node.anchor as string | undefined)
    const shown = write(node.children, writer)
    if (!writer.labels.has(label)) return shown
    return `#p.refer(${literal(label)})${content(shown)};`
  },
  footnoteReference,
  raw(node, writer) {
    if (node.lang !== 'typst') return ''
    const source = String(node.value ?? '')
    if (writer.raws.has(source)) return `#eval(${literal(source)}, mode: "markup", scope: p.for-raw);`
    return source.includes('\n') ? `#p.listing(${literal(source)});` : `#p.code-in-text(${literal(source)});`
  },
}

export function formula(node: BookNode, writer: PageWriter): string {
  const set = writer.formulas.get(formulaKey(node))
  if (set === undefined) {
    // That it cannot be set has been told where it was tried.
    return `${anchor(node, writer)}#p.code-in-text(${literal(String(node.value ?? ''))});`
  }
  // Between spaces Typst sets it apart from the text.
  const made = node.type === 'math' ? `$ ${set} $` : `$${set}$`
  return `${anchor(node, writer)}#p.spoken(${literal(String(node.value ?? ''))})${content(made)};`
}

function link(node: BookNode, writer: PageWriter): string {
  const shown = write(node.children, writer)
  if (node.download !== undefined) return `#p.file-of-book(${literal(String(node.download))})${content(shown)};`
  const url = String(node.url ?? '')
  const visible = plain(node.children).trim()
  const spelled = sameAddress(visible, url)
  const made = `#p.web(${literal(url)})${content(spelled ? `#${literal(breakable(visible))};` : shown)};`
  // On paper nobody can follow a link, so its address is printed.
  if (writer.settings.variant !== 'print' || spelled || !writer.notes) return made
  return `${made}#footnote(p.web(${literal(url)})${content(`#${literal(breakable(address(url)))};`)});`
}

const address = (url: string) => url.replace(/^(mailto|tel):/, '').replace(/^(https?:\/\/[^/?#]+)\/$/, '$1')
const sameAddress = (shown: string, url: string) =>
  address(url)
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '') ===
  address(shown)
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')

/** A note is printed where it is first referred to. Typst numbers notes from 1 in each chapter, as the book does. */
function footnoteReference(node: BookNode, writer: PageWriter): string {
  const key = String(node.identifier)
  const note = writer.page.footnotes.get(key)
  if (!note) {
    tell(writer, node, `the footnote "${key}" has no text. Write it, or take the reference out`)
    return ''
  }
  const label = labelOf(writer.page.slug, `footnote:${key}`)
  const place = anchor(node, writer)
  if (!writer.notes) {
    if (!writer.noted.has(key))
      tell(writer, node, `a footnote of a footnote has no place on a page: "${key}". Put it in the text`)
    return `${place}#super${content(prose(String(note.number)))};`
  }
  if (writer.noted.has(key)) return `${place}#footnote(label(${literal(label)}));`
  writer.noted.add(key)
  return `${place}#footnote${content(noteText(note.children, writer))}${mark(label)};`
}

/** The words of a note, of which the first paragraph stands in the line of its number. */
export function noteText(children: readonly BookNode[], writer: PageWriter): string {
  const [first, ...rest] = children
  const inside = { ...writer, depth: writer.depth + 1, opening: false, notes: false }
  return first?.type === 'paragraph'
    ? write(first.children, inside) + writeBlocks(rest, inside)
    : writeBlocks(children, inside)
}
