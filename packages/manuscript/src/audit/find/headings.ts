import { type GenericNode, toText } from 'myst-common'
import { type Finding, finding } from '../finding.ts'
import type { Reading } from '../reading.ts'

/** Headings that skip a level. Only those of the page itself count, not those of a quote or a directive. */
export function headingJumps({ page, source }: Reading): Finding[] {
  const found: Finding[] = []
  let above: number | undefined
  for (const node of page.tree.children) {
    if (node.type !== 'heading') continue
    const depth = Number(node.depth)
    if (above !== undefined && depth > above + 1) {
      const message = `a heading of level ${depth} follows one of level ${above}. Make it level ${above + 1}, or add the level between`
      found.push(finding('heading-jump', source.whole(lineOf(node)), message))
    }
    above = depth
  }
  return found
}

/** What a reader sees nothing of. */
const invisible = new Set([
  'comment',
  'mystTarget',
  'block',
  'thematicBreak',
  'footnoteDefinition',
  'mystDirectiveError',
])

/** Headings that nothing comes after before the next of their level or a higher one, or the end of the page. */
export function emptySections({ page, source }: Reading): Finding[] {
  const found: Finding[] = []
  let open: GenericNode | undefined
  const close = () => {
    if (!open) return
    const title = shortened(toText(open).trim())
    const message = `nothing stands under "${title}". Write the section, or remove its heading`
    found.push(finding('empty-section', source.whole(lineOf(open)), message))
  }
  for (const node of page.tree.children) {
    if (node.type === 'heading') {
      if (open && Number(node.depth) <= Number(open.depth)) close()
      open = node
    } else if (!invisible.has(node.type)) open = undefined
  }
  close()
  return found
}

const lineOf = (node: GenericNode) => node.position?.start.line ?? 1
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
