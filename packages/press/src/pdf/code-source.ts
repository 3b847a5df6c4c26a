import type { BookNode } from '../book/nodes.ts'
import type { PageWriter } from './page-writer.ts'
import { array, call, literal } from './typst-text.ts'
import { anchor } from './write-nodes.ts'

/** Names authors use for languages that Typst knows by another. */
const languages: Record<string, string> = {
  ipython: 'python',
  ipython3: 'python',
  python3: 'python',
  shell: 'bash',
  console: 'bash',
  jsonc: 'json',
  jsx: 'js',
  node: 'js',
  text: '',
  txt: '',
  plain: '',
}

/** A listing: highlighted by Typst itself, so that it costs nothing when the chapter is printed again. */
export function codeSource(node: BookNode, writer: PageWriter): string {
  const lang = String(node.lang ?? '').toLowerCase()
  const known = languages[lang] ?? lang
  const marked = Array.isArray(node.emphasizeLines) ? node.emphasizeLines.map(Number).filter(Number.isInteger) : []
  const value = String(node.value ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/\n+$/, '')
  if (value.trim() === '' && !node.filename) return anchor(node, writer)
  const start = Number(node.startingLineNumber)
  return (
    anchor(node, writer) +
    call(
      'p.listing',
      {
        whole: value.split('\n').length < 14 || undefined,
        lang: known ? literal(known) : undefined,
        numbers: node.showLineNumbers ? true : undefined,
        first: Number.isInteger(start) && start !== 1 ? start : undefined,
        marked: marked.length > 0 ? array(marked.map(String)) : undefined,
        filename: node.filename ? literal(String(node.filename)) : undefined,
      },
      literal(value),
    )
  )
}
