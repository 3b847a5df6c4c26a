import type { GenericNode } from 'myst-common'
import { byPlace, type Finding, finding } from './finding.ts'
import { isRule, type RuleId } from './rules.ts'

/** A comment that silences rules for the lines of one block, or of the whole page. */
export interface Silence {
  /** As they are written; not all need be rules. */
  rules: string[]
  /** The line of the comment. */
  line: number
  from: number
  to: number
}

const command = /^\s*octavo-ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s*(?::.*)?$/

/**
 * Reads `% octavo-ignore rule-a, rule-b: reason`, one of the children of a node. It is about the block right under it,
 * else about the one right above it, else about the next one; at the top of a page with a blank line after it, about
 * the page.
 */
export function readSilences(
  children: readonly GenericNode[],
  index: number,
  isPage: boolean,
  silences: Silence[],
): void {
  const comment = children[index]!
  if (!comment.value?.includes('octavo-ignore')) return
  const first = comment.position?.start.line ?? 1
  const last = comment.position?.end.line ?? first
  const scope = scopeOf(children, index, first, last, isPage)
  for (const [offset, text] of comment.value.split('\n').entries()) {
    const rules = command.exec(text)?.[1]?.split(/\s*,\s*/)
    if (rules) silences.push({ rules, line: first + offset, ...scope })
  }
}

function scopeOf(
  children: readonly GenericNode[],
  index: number,
  first: number,
  last: number,
  isPage: boolean,
): Pick<Silence, 'from' | 'to'> {
  const next = children.find((child, at) => at > index && child.type !== 'comment')
  const above = children.findLast((child, at) => at < index && child.type !== 'comment')
  const nextLine = next?.position?.start.line
  if (nextLine === last + 1) return linesOf(next!)
  if (above?.position?.end.line === first - 1 && !isFrontMatter(above)) return linesOf(above)
  if (isPage && (!above || isFrontMatter(above))) return { from: 1, to: Infinity }
  return linesOf(next ?? above ?? children[index]!)
}

const isFrontMatter = (node: GenericNode) =>
  node.type === 'code' && node.lang === 'yaml' && node.position?.start.line === 1

function linesOf({ position }: GenericNode): Pick<Silence, 'from' | 'to'> {
  return { from: position?.start.line ?? 1, to: position?.end.line ?? Infinity }
}

export interface Silenced {
  heard: Finding[]
  /** How many findings of each rule are silenced. */
  silenced: Partial<Record<RuleId, number>>
}

/**
 * Takes the silenced ones out of the findings of a page and counts them. A comment that silences nothing becomes a
 * finding, unless the rule was not `active`. `everywhere` are the rules silenced for the whole book.
 */
export function silence(
  findings: readonly Finding[],
  silences: readonly Silence[],
  everywhere: ReadonlySet<RuleId>,
  isActive: (rule: RuleId) => boolean,
): Silenced {
  const silenced: Silenced['silenced'] = {}
  const used = new Set<string>()
  const isHeard = ({ rule, line }: Finding) => {
    let heard = !everywhere.has(rule)
    for (const { rules, line: at, from, to } of silences) {
      if (line < from || line > to || !rules.includes(rule)) continue
      used.add(`${at} ${rule}`)
      heard = false
    }
    if (!heard) silenced[rule] = (silenced[rule] ?? 0) + 1
    return heard
  }
  const heard = findings.filter(isHeard)
  const unused = silences.flatMap(({ rules, line }) =>
    rules.flatMap(rule => {
      if (used.has(`${line} ${rule}`) || (isRule(rule) && !isActive(rule))) return []
      const what = isRule(rule) ? `"${rule}" finds nothing there` : `there is no rule "${rule}"`
      return finding('unused-silence', { line, column: 1 }, `${what}. Remove it from this comment`)
    }),
  )
  heard.push(...unused.filter(isHeard))
  return { heard: heard.sort(byPlace), silenced }
}
