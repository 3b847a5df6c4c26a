import { blocksOf, enclosed, type HtmlBlock, indented } from './blocks.ts'
import { childrenNamed, type Element } from './element.ts'
import type { Context } from './inline-of.ts'
import { idsOf } from './links.ts'

/** A list as one block, its items with all that stands in them. Notes that are items stand where they are referred to. */
export function listOf(element: Element, context: Context): HtmlBlock[] {
  const ordered = element.name === 'ol'
  let number = Number.parseInt(element.attributes.start ?? '', 10)
  if (Number.isNaN(number) || number < 0 || number > 999_999_999) number = 1
  const items: HtmlBlock[] = []
  const after: HtmlBlock[] = []
  for (const child of element.children) {
    // Words beside the items, which HTML does not allow, are an item as well.
    if (typeof child === 'string' ? child.trim() === '' : context.links.notes.has(child)) continue
    const item =
      typeof child === 'string' || child.name !== 'li' ? { name: 'li', attributes: {}, children: [child] } : child
    const marker = ordered ? `${number}. ` : '- '
    const { block: own, notes } = enclosed(
      blocksOf(item, context),
      text => marker + indented(tight(text), ' '.repeat(marker.length)),
    )
    after.push(...notes)
    if (!own) continue
    own.ids.push(...idsOf(item))
    items.push(own)
    if (own.text !== '') number++
  }
  const loose = items.some(({ text }) => text.includes('\n\n'))
  const text = items.flatMap(item => item.text || []).join(loose ? '\n\n' : '\n')
  const plain = items.flatMap(item => item.plain || []).join(' ')
  return [{ text, plain, ids: items.flatMap(item => item.ids) }, ...after]
}

/** A list right under its one line of text. */
function tight(text: string): string {
  return text.replace(/^([^\n]+)\n\n(?=(- |1\. ))(?![\s\S]*\n\n)/, '$1\n')
}

/** Terms and what they mean: `term`, `: definition`. */
export function termsOf(element: Element, context: Context): HtmlBlock[] {
  const groups = element.children.flatMap(child =>
    typeof child !== 'string' && child.name === 'div' ? child.children : [child],
  )
  const list: Element = { ...element, children: groups }
  // Words that are neither term nor meaning, which HTML does not allow, leave no list.
  const isList = groups.every(child =>
    typeof child === 'string' ? child.trim() === '' : child.name === 'dt' || child.name === 'dd',
  )
  if (!isList) return blocksOf(list, context)
  const parts: HtmlBlock[] = []
  const after: HtmlBlock[] = []
  let terms = 0
  for (const child of childrenNamed(list, 'dt', 'dd')) {
    if (context.links.notes.has(child)) continue
    const isTerm = child.name === 'dt'
    const { block: own, notes } = enclosed(blocksOf(child, context), text =>
      isTerm ? text.replace(/\\?\n+/g, ' ') : `: ${indented(text, '  ')}`,
    )
    after.push(...notes)
    if (!own) continue
    own.ids.push(...idsOf(child))
    if (own.text !== '' && isTerm) terms++
    // A term begins behind a blank line; a meaning without a term is a paragraph.
    if (isTerm && parts.length > 0) own.text = `\n${own.text}`
    if (!isTerm && terms === 0) own.text = own.text.replace(/^: /, '')
    parts.push(own)
  }
  const text = parts.flatMap(part => part.text || []).join('\n')
  return [
    { text, plain: parts.flatMap(part => part.plain || []).join(' '), ids: parts.flatMap(part => part.ids) },
    ...after,
  ]
}
