import type { GenericNode } from 'myst-common'
import { parseDocument } from 'yaml'
import { blockTokens } from '../../blocks.ts'
import { footnoteDefinitions } from '../../footnotes.ts'
import { labelsIn } from '../../page.ts'
import { parsePage } from '../../parsed-page.ts'
import { plainOf } from '../plain-of.ts'
import type { UploadBlock } from '../upload.ts'

export interface PageBlocks {
  blocks: UploadBlock[]
  /** Of the front matter, else of the first heading. */
  title: string | undefined
  /** What the front matter says; empty without one. */
  frontMatter: Record<string, unknown>
}

/**
 * A page of MyST as blocks that keep its source: each reaches from its first line to where the next begins, without the
 * blank lines in between. Labels stand in the block they name, front matter and footnotes in blocks of their own.
 */
export function pageBlocks(source: string, file?: string): PageBlocks {
  const text = source.replace(/^\uFEFF/, '')
  const page = parsePage(text)
  const { starts, frontMatterEnd } = beginnings(text)
  const offsets = lineOffsets(text)
  const nodes = byBlock(topNodes(page.tree.children), node => (node.position?.start.line ?? 1) - 1, starts)
  const labels = byBlock(labelsIn(page), label => label.line - 1, starts)
  const blocks = starts.map((start, index): UploadBlock => {
    const own = nodes[index]!
    const heading = own.find(node => node.type === 'heading')
    const anchors = labels[index]!.map(({ label }) => label)
    return {
      text: text.slice(offsets[start], offsets[starts[index + 1] ?? offsets.length]).replace(/(?:\r\n?|\n)\s*$/, ''),
      plain: plainOf(...own),
      ...(heading && { depth: Number(heading.depth) }),
      ...(file !== undefined && { file }),
      ...(anchors.length > 0 && { anchors }),
    }
  })
  const first = blocks[0]
  const frontMatter = frontMatterEnd > 0 && first ? readFrontMatter(first.text) : {}
  const title = typeof frontMatter.title === 'string' ? frontMatter.title.trim() : ''
  if (frontMatterEnd > 0 && first) {
    first.plain = title
    if (title) first.depth = 1
  }
  return { blocks, frontMatter, title: title || blocks.find(block => block.depth !== undefined)?.plain }
}

/** A page of MyST as one block, of which only the title is read: that of its front matter, else its first `#` heading. */
export function wholePage(source: string, file?: string): PageBlocks {
  const text = source.replace(/^\uFEFF/, '')
  if (text.trim() === '') return { blocks: [], title: undefined, frontMatter: {} }
  const head = /^---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0]
  const frontMatter = head ? readFrontMatter(head) : {}
  const own = typeof frontMatter.title === 'string' ? frontMatter.title.trim() : ''
  const title = own || /^#[ \t]+(.+?)[ \t]*#*$/m.exec(text.slice(head?.length ?? 0))?.[1]
  return {
    blocks: [{ text, plain: title ?? '', ...(title && { depth: 1 }), ...(file !== undefined && { file }) }],
    frontMatter,
    title,
  }
}

/** The lines, from 0, on which blocks begin. What stands between the parser's blocks belongs to the one before. */
function beginnings(text: string): { starts: number[]; frontMatterEnd: number } {
  const tokens = blockTokens(text, 'page').filter(token => token.level === 0 && token.map)
  const found = tokens.map(token => ({ line: token.map![0], leads: token.type === 'myst_target' }))
  found.push(...footnoteDefinitions(text, 'page').map(({ start }) => ({ line: start, leads: false })))
  found.sort((a, b) => a.line - b.line)
  const starts = found.flatMap(({ line }, index) => (found[index - 1]?.leads ? [] : [line]))
  if (starts.length > 0) starts[0] = 0
  else if (text.trim() !== '') starts.push(0)
  return { starts: [...new Set(starts)], frontMatterEnd: tokens[0]?.type === 'front_matter' ? tokens[0].map![1] : 0 }
}

/** Where each line begins; lines end as the parser lets them end. */
function lineOffsets(text: string): number[] {
  const offsets = [0]
  for (const end of text.matchAll(/\r\n?|\n/g)) offsets.push(end.index + end[0].length)
  return offsets
}

/** What stands behind a `+++` is in it. */
function topNodes(nodes: GenericNode[]): GenericNode[] {
  return nodes.flatMap(node => (node.type === 'block' ? topNodes(node.children ?? []) : [node]))
}

/** Things by the block whose lines they stand on. */
function byBlock<T>(things: T[], lineOf: (thing: T) => number, starts: number[]): T[][] {
  const groups: T[][] = starts.map(() => [])
  let block = 0
  for (const thing of things.toSorted((a, b) => lineOf(a) - lineOf(b))) {
    while (block + 1 < starts.length && starts[block + 1]! <= lineOf(thing)) block++
    groups[block]?.push(thing)
  }
  return groups
}

// The YAML parser compares every key with every other.
const longestFrontMatter = 20_000

function readFrontMatter(block: string): Record<string, unknown> {
  if (block.length > longestFrontMatter) return {}
  const document = parseDocument(block.replace(/^---[^\n]*|\s*---\s*$/g, ''), { uniqueKeys: false })
  const read = document.errors.length === 0 ? document.toJS({ maxAliasCount: 100 }) : undefined
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : {}
}
