import { parseDocument } from 'yaml'
import type { Hunk } from '../patch/patch.ts'
import type { Mender } from './fix.ts'
import { replace, type SourceLine, type SourceLines } from './source-lines.ts'

/** The YAML parser compares every key with every other. */
const longestFrontMatter = 20_000
const mostRepairs = 20

/** Quotes values that YAML takes for something else, and puts a key that stands twice out of force. */
export const mendFrontMatter: Mender = (_page, source) =>
  function* ({ rule }) {
    const hunks = repairs(source, rule)
    if (hunks.length === 0) return
    const lines = hunks.map(({ start }) => source.lines.findIndex(line => start < line.next) + 1)
    yield { title: `Mend the front matter on line ${lines.join(', ')}`, patch: hunks }
  }

/** One hunk a line, until YAML can be read; none when it cannot. */
function repairs(source: SourceLines, reason: string): Hunk[] {
  const block = frontMatter(source)
  if (!block) return []
  const lines = block.map(({ text }) => text)
  for (let round = 0; round < mostRepairs; round++) {
    const error = parseDocument(lines.join('\n')).errors[0]
    if (!error) {
      return block.flatMap(({ start, end, text }, index) =>
        lines[index] === text ? [] : [replace(source, start, end, lines[index]!, reason)],
      )
    }
    if (!mend(lines, error.code, error.pos[0])) return []
  }
  return []
}

function frontMatter({ lines }: SourceLines): SourceLine[] | undefined {
  if (!/^---\s*$/.test(lines[0]!.text)) return undefined
  const end = lines.findIndex(({ text }, index) => index > 0 && /^---\s*$/.test(text))
  const block = lines.slice(1, end)
  return end < 0 || lines[end]!.start > longestFrontMatter ? undefined : block
}

/** Changes the line to blame, or one before it; false when there is nothing to try. */
function mend(lines: string[], code: string, offset: number): boolean {
  const at = lines.join('\n').slice(0, offset).split('\n').length - 1
  if (code === 'DUPLICATE_KEY') return outOfForce(lines, at)
  if (/^[ ]*\t/.test(lines[at] ?? '')) {
    lines[at] = lines[at]!.replace(/^[ \t]+/, indent => indent.replaceAll('\t', '  '))
    return true
  }
  // YAML notices some lines later that a value was none.
  for (let line = Math.min(at, lines.length - 1); line >= 0 && line >= at - 2; line--) {
    const quoted = quote(lines[line]!)
    if (quoted === undefined || firstError([...lines.slice(0, line), quoted]) !== undefined) continue
    lines[line] = quoted
    return true
  }
  return false
}

const firstError = (lines: string[]) =>
  parseDocument(lines.join('\n')).errors.find(({ code }) => code !== 'DUPLICATE_KEY')

function quote(line: string): string | undefined {
  const [, key, value = ''] = /^(\s*(?:-\s+)?(?:[\w-]+\s*:\s+|-\s+))(\S.*?)\s*$/.exec(line) ?? []
  if (key === undefined || /^[|>]/.test(value) || parseDocument(`${key}${value}`.trim()).errors.length === 0)
    return undefined
  const inner = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value
  return `${key}${JSON.stringify(inner)}`
}

/**
 * A key written twice: the later one holds, as with every parser that lets it pass; the first becomes a comment, so that
 * its value is not lost. Only keys whose value is on their line.
 */
function outOfForce(lines: string[], again: number): boolean {
  const key = /^([\w-]+)\s*:/.exec(lines[again] ?? '')?.[1]
  const first =
    key === undefined ? -1 : lines.findIndex(line => line.startsWith(key) && /^\s*:/.test(line.slice(key.length)))
  const isWhole = (line: string | undefined) => line === undefined || /^(?:[\w-]+\s*:|#|$)/.test(line)
  if (first < 0 || first >= again || !isWhole(lines[first + 1]) || !/:\s+[^|>\s]/.test(lines[first]!)) return false
  lines[first] = `# ${lines[first]}`
  return true
}
