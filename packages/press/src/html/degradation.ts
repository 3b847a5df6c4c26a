import type { BookNode } from '../book/nodes.ts'
import type { HtmlTarget } from './target.ts'

/**
 * How a node is shown in a target that cannot show it as it is meant, in words that go on after "is shown as"; undefined
 * where nothing is lost.
 */
export function degradation(
  node: BookNode,
  { epub, interactive }: Pick<HtmlTarget, 'epub' | 'interactive'>,
): string | undefined {
  switch (node.type) {
    case 'iframe':
      return 'a link to the page'
    case 'interactive':
      return node.of === 'widget' ? 'a link to it' : 'its text'
    case 'mermaid':
      return node.svg === undefined ? 'its text' : undefined
    case 'raw':
      return node.lang === 'html' ? 'HTML without what loads, runs or styles' : 'nothing: it is for print alone'
    case 'details':
      return interactive ? undefined : 'an open box'
    case 'admonition':
    case 'proof':
    case 'exercise':
    case 'solution':
      return node.dropdown && !interactive ? 'an open box' : undefined
    case 'tabSet':
      return interactive ? undefined : 'one below the other, each under its title'
    case 'link':
      return typeof node.download === 'string' && epub ? 'the name of the file' : undefined
    case 'image':
      return node.remote === undefined ? undefined : 'a link with its words'
    default:
      return undefined
  }
}
