import type { Element, ElementContent } from 'hast'
import type { BookNode } from '../book/nodes.ts'
import { element, text } from './element.ts'
import { hrefOn, idOn, type PageContext } from './target.ts'

/** The raised number that leads to a footnote. */
export function noteReference(node: BookNode, context: PageContext): ElementContent[] {
  const key = String(node.identifier)
  const number = String(node.number)
  if (context.inLink || !context.page.footnotes.has(key)) return [element('sup', {}, [text(number)])]
  const count = (context.noted.get(key) ?? 0) + 1
  context.noted.set(key, count)
  return [
    element(
      'a',
      {
        id: idOn(context, referenceId(number, count)),
        href: hrefOn(context, noteId(number)),
        className: 'note-reference',
        role: 'doc-noteref',
        ariaLabel: `${context.phrases.footnote} ${number}`,
        'epub:type': context.target.epub && 'noteref',
      },
      [element('sup', {}, [text(number)])],
    ),
  ]
}

/**
 * The footnotes of a page, each with a way back to every place that refers to it. In EPUB each is an aside, which reading
 * systems show where its number is touched.
 */
export function notesOf(context: PageContext): ElementContent[] {
  const { page, target, words } = context
  if (page.footnotes.size === 0) return []
  const notes = [...page.footnotes].map(([key, { number, children }]) => {
    // A footnote may refer to another, so it is rendered before the ways back are counted.
    const content = context.render(children)
    return { key, number: String(number), content }
  })
  const shown = notes.map(({ key, number, content }) => {
    const back = waysBack(key, number, context)
    return target.epub
      ? element(
          'aside',
          {
            id: idOn(context, noteId(number)),
            className: 'note',
            'epub:type': 'footnote',
            role: 'doc-footnote',
            ariaLabel: `${context.phrases.footnote} ${number}`,
          },
          within(content, [element('span', { className: 'note-number' }, [text(`${number}. `)])], back),
        )
      : element('li', { id: idOn(context, noteId(number)), value: Number(number) }, within(content, [], back))
  })
  if (target.epub) return [element('div', { className: 'notes' }, shown)]
  return [
    element('section', { className: 'notes', role: 'doc-endnotes', ariaLabel: `${words.notes}: ${page.title}` }, [
      element('ol', {}, shown),
    ]),
  ]
}

function waysBack(key: string, number: string, context: PageContext): Element[] {
  return Array.from({ length: context.noted.get(key) ?? 0 }, (_, at) =>
    element(
      'a',
      {
        href: hrefOn(context, referenceId(number, at + 1)),
        className: 'note-back',
        role: 'doc-backlink',
        ariaLabel: context.phrases.backToText,
      },
      [text('↩\u{fe0e}')],
    ),
  )
}

const noteId = (number: string) => `footnote--${number}`
const referenceId = (number: string, count: number) => `footnote-reference--${number}${count > 1 ? `-${count}` : ''}`

/** Puts something before and after in the first and last paragraph, so that it stands on their lines. */
function within(content: ElementContent[], before: Element[], after: Element[]): ElementContent[] {
  const isParagraph = (node: ElementContent | undefined): node is Element =>
    node?.type === 'element' && node.tagName === 'p'
  const [first, last] = [content[0], content.at(-1)]
  if (isParagraph(first)) first.children.unshift(...before)
  else content.unshift(...before)
  const spaced = after.flatMap(back => [text('\u00a0'), back])
  if (isParagraph(last)) last.children.push(...spaced)
  else content.push(...spaced)
  return content
}
