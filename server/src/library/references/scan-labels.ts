/** A place that can be referred to. */
export interface ScannedLabel {
  label: string
  /** What it is on: the name of a directive, or `equation`, `heading`, `paragraph`, `page`. */
  kind: string
  /** The words it is on, as far as they fit in a line; empty where there are none. */
  title: string
  /** From 1. */
  line: number
}

/** Longer ones say no more in a list. */
const longestTitle = 120

const fence = /^\s*(?::{3,}|`{3,}|~{3,})\s*\{([^{}\s]+)[^{}]*\}\s*(.*)$/
const option = /^\s*:(?:label|name):\s*(\S+)\s*$/
const target = /^\s*\(([^()\s][^()]*)\)=\s*$/
const equation = /\$\$\s*\(([^()\s]+)\)\s*$/
const attribute = /^\s*(?::{3,}|`{3,}|~{3,})\s*\{[^{}]*#([^\s{}]+)[^{}]*\}/
const frontMatterLabel = /^label:\s*(\S+)\s*$/

/**
 * The labels of a chapter, line by line, for lists to choose from. An audit parses; this reads a whole book between two
 * keys, and one label too many does no harm there.
 */
export function scanLabels(text: string): ScannedLabel[] {
  const lines = text.split(/\r\n?|\n/)
  const found: ScannedLabel[] = []
  let directive = { name: 'directive', title: '' }
  let inFrontMatter = /^---\s*$/.test(lines[0] ?? '')
  lines.forEach((line, index) => {
    const add = (label: string, kind: string, title: string) =>
      found.push({ label, kind, title: title.trim().slice(0, longestTitle), line: index + 1 })
    if (inFrontMatter) {
      const label = frontMatterLabel.exec(line)?.[1]
      if (label) add(label, 'page', lines.find(one => one.startsWith('# '))?.slice(2) ?? '')
      if (index > 0 && /^(---|\.\.\.)\s*$/.test(line)) inFrontMatter = false
      return
    }
    const opened = fence.exec(line)
    if (opened) directive = { name: opened[1]!, title: opened[2]! }
    const marked = attribute.exec(line)?.[1]
    if (marked) add(marked, directive.name, directive.title)
    const set = option.exec(line)?.[1]
    if (set) add(set, directive.name, directive.title)
    const numbered = equation.exec(line)?.[1]
    if (numbered) add(numbered, 'equation', '')
    const named = target.exec(line)?.[1]
    if (named) {
      const next = lines.slice(index + 1, index + 4).find(one => one.trim() !== '') ?? ''
      const heading = /^\s*#{1,6}\s+(.*)$/.exec(next)
      const below = fence.exec(next)
      add(named, heading ? 'heading' : (below?.[1] ?? 'paragraph'), heading?.[1] ?? below?.[2] ?? next)
    }
  })
  return found
}
