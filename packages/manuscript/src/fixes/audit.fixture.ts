import type { GenericNode } from 'myst-common'
import { visit } from 'unist-util-visit'
import { parseDocument } from 'yaml'
import type { Finding } from '../audit/finding.ts'
import { parsePage } from '../parsed-page.ts'
import { type Check, checkText } from './fix.ts'

/** An audit with the rules about images and front matter as well. `types` are the contents of files, by name. */
export function auditWith(types: Record<string, string> = {}): Check {
  return (text, renames) => {
    const found = (rule: Finding['rule'], line: number): Finding => ({
      rule,
      severity: 'warning',
      message: rule,
      line,
      column: 1,
    })
    const findings = checkText(text)
    const { tree } = parsePage(text)
    const content = new Map(Object.entries(types))
    for (const { from, to } of renames) content.set(to, content.get(from)!)
    visit(tree, (node: GenericNode) => {
      if (node.type !== 'image') return
      const line = node.position!.start.line
      const url = String(node.url)
      if (!node.alt) findings.push(found('missing-alt', line))
      const type = content.get(url)
      if (type !== undefined && !url.endsWith(`.${type}`)) findings.push(found('misnamed-image', line))
      if (types.none !== undefined && type === undefined) findings.push(found('missing-image', line))
    })
    const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1]
    for (const { pos } of front === undefined ? [] : parseDocument(front).errors) {
      findings.push(found('front-matter', 1 + front!.slice(0, pos[0]).split('\n').length))
    }
    return findings
  }
}
