import { parts } from '../blocks.ts'
import { checkMyst } from '../check-myst.ts'
import { allFootnoteDefinitions, footnoteReferences } from '../footnotes.ts'
import { headingsOf, labelsOf, referencesOf } from '../page.ts'
import { places } from '../places.ts'
import { withoutOptions } from './directive-body.ts'
import type { Selection } from './selection.ts'

/** Why a rewrite is not put into its page. */
export type RewriteProblem =
  | 'empty'
  | 'shape'
  | 'fences'
  | 'headings'
  | 'labels'
  | 'citations'
  | 'footnotes'
  | 'outside'

export interface Refusal {
  code: RewriteProblem
  /** What is wrong, for the model that is asked again and for the author. */
  message: string
}

export interface RewriteContext {
  /** The whole page, with `before` in it. */
  text: string
  /** Where, as `selectionRange` gave it. */
  selection: Selection
}

/**
 * Looks at what a model made of a selection before it is put back. Refuses what would leave its place: fences that close
 * or open more than themselves, headings that are not below the section they are in, a second paragraph in a heading or a
 * cell; and what loses labels, citations or footnotes that stood there. Undefined when it is welcome.
 */
export function validateRewrite(before: string, after: string, context: RewriteContext): Refusal | undefined {
  const { text, selection } = context
  if (text.slice(selection.start, selection.end) !== before) {
    return refuse('outside', 'the page has changed since the selection was made: select again')
  }
  if (after.trim() === '') return refuse('empty', 'the answer is empty: ask again, or delete the text by hand')
  const rewritten = text.slice(0, selection.start) + after + text.slice(selection.end)
  return (
    shape(after, selection) ??
    fences(text, rewritten) ??
    headings(before, after, context) ??
    labels(before, after) ??
    citations(before, after) ??
    footnotes(before, after) ??
    outside(context, rewritten, after)
  )
}

const refuse = (code: RewriteProblem, message: string): Refusal => ({ code, message })

function shape(after: string, { kind }: Selection): Refusal | undefined {
  if (kind === 'blocks') return undefined
  if (kind === 'words') {
    if (!/(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]/.test(after)) return undefined
    return refuse('shape', 'the selection is a part of one paragraph, and so has to be the answer: without blank lines')
  }
  const place = kind === 'cell' ? 'a cell of a table' : 'a heading'
  if (/[\r\n]/.test(after)) return refuse('shape', `the selection is in ${place}, so the answer has to be one line`)
  if (kind === 'cell' && /(?<!\\)\|/.test(after)) {
    return refuse('shape', 'a | in a cell of a table begins the next cell: write \\| or do without')
  }
  return undefined
}

function fences(text: string, rewritten: string): Refusal | undefined {
  const unfit = (text: string) => checkMyst(text).filter(({ rule }) => rule.endsWith('-fence'))
  const found = unfit(rewritten)
  if (found.length <= unfit(text).length) return undefined
  return refuse('fences', `the answer leaves a fence that does not end where it should: ${found[0]!.message}`)
}

function headings(before: string, after: string, { text, selection }: RewriteContext): Refusal | undefined {
  const had = headingsOf(before).map(({ depth }) => depth)
  const line = places(text).at(selection.start).line
  const section = headingsOf(text).findLast(heading => heading.line < line)
  const least = had.length > 0 ? Math.min(...had) : (section?.depth ?? 0) + 1
  const high = headingsOf(after).find(({ depth }) => depth < least)
  if (!high) return undefined
  return refuse(
    'headings',
    `the heading "${high.text}" is of level ${high.depth}, and here headings begin at level ${least}: put it lower, or do without`,
  )
}

/** What stood there and does not any more. */
function missing(before: string[], after: string[]): string[] {
  const there = new Set(after)
  return [...new Set(before)].filter(name => !there.has(name))
}

function lost(code: RewriteProblem, what: string, names: string[]): Refusal | undefined {
  if (names.length === 0) return undefined
  return refuse(
    code,
    `the answer has lost ${what} ${names.join(', ')}, which stood in the text: keep what others refer to`,
  )
}

function labels(before: string, after: string): Refusal | undefined {
  const names = (text: string) => labelsOf(text).map(({ identifier }) => identifier)
  return lost('labels', 'the label', missing(names(before), names(after)))
}

function citations(before: string, after: string): Refusal | undefined {
  const keys = (text: string) => referencesOf(text).flatMap(({ kind, target }) => (kind === 'citation' ? [target] : []))
  return lost('citations', 'the citation', missing(keys(before), keys(after)))
}

function footnotes(before: string, after: string): Refusal | undefined {
  const names = (text: string) => {
    const all = parts(text, 'part')
    return [...footnoteReferences(all), ...allFootnoteDefinitions(all)].map(({ identifier }) => `[^${identifier}]`)
  }
  return lost('footnotes', 'the footnote', missing(names(before), names(after)))
}

/** Whether every block but those that were rewritten is what it was. */
function outside({ text, selection }: RewriteContext, rewritten: string, after: string): Refusal | undefined {
  const was = blocksAround(text, selection.start, selection.end, selection.kind)
  const is = blocksAround(rewritten, selection.start, selection.start + after.length, selection.kind)
  if (was === is) return undefined
  return refuse('outside', 'the answer changes what the text around it means: its markup has to end where it begins')
}

/** The blocks of a page and its directives: those around a range by what they are, those elsewhere with what they hold. */
function blocksAround(text: string, start: number, end: number, kind: Selection['kind']): string {
  const at = places(text)
  const from = at.at(start).line - 1
  const to = at.at(end).line - 1
  const bodies = parts(text, 'page').map(withoutOptions)
  const blocks = bodies.flatMap(({ tokens, offset }) =>
    tokens.flatMap(({ type, map, markup, info, content }) => {
      if (!map) return []
      const [first, last] = [map[0] + offset, map[1] + offset - 1]
      if (last < from || first > to) return [JSON.stringify([type, markup, info, content])]
      // What lies inside of whole blocks was rewritten with them; words leave the block they are in as it is.
      const isAround = kind !== 'blocks' || first < from || (last > to && first <= from)
      return isAround ? [JSON.stringify([type, markup, type === 'inline' ? '' : info])] : []
    }),
  )
  return blocks.join('\n')
}
