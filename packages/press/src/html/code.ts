import type { ElementContent } from 'hast'
import type { BookNode } from '../book/nodes.ts'
import { element, text } from './element.ts'
import { idOf, type PageContext } from './target.ts'

/**
 * Code, highlighted where its language is known. Numbers of lines are in attributes, so that they are shown by a style
 * sheet and not copied with the code.
 */
export function code(node: BookNode, context: PageContext): ElementContent[] {
  context.holds.code = true
  const value = String(node.value ?? '').replace(/\n$/, '')
  const language = typeof node.lang === 'string' && node.lang !== '' ? node.lang : undefined
  const lines = context.highlight(value, language) ?? value.split('\n').map(line => (line === '' ? [] : [text(line)]))
  const emphasised = new Set((node.emphasizeLines as number[] | undefined) ?? [])
  const first = Number(node.startingLineNumber ?? 1)
  const numbered = node.showLineNumbers === true || node.startingLineNumber !== undefined
  const shown = lines.flatMap((content, at): ElementContent[] => {
    const end = at < lines.length - 1 ? [text('\n')] : []
    if (!numbered && emphasised.size === 0) return [...content, ...end]
    const className = emphasised.has(at + 1) ? 'line emphasised' : 'line'
    // The line break is in the line, so that an emphasised one is coloured to its end.
    return [element('span', { className, dataLine: numbered && String(first + at) }, [...content, ...end])]
  })
  const filename =
    typeof node.filename === 'string' ? [element('p', { className: 'code-filename' }, [text(node.filename)])] : []
  const block = element(
    'pre',
    {
      className: numbered ? 'numbered' : undefined,
      // Long lines scroll, and who has no mouse must be able to.
      tabIndex: context.target.epub ? undefined : 0,
    },
    [element('code', { className: language && `language-${language.replace(/[^\w+#.-]+/g, '-')}` }, shown)],
  )
  return [element('div', { id: idOf(node, context), className: 'code' }, [...filename, block])]
}
