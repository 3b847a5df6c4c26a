import { type Completion, type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import { queryClient } from '../../../../api/query-client.ts'
import { type Feature, featuresQuery } from '../../../../quality/features.ts'
import { opening } from '../myst/fences.ts'
import { imagesQuery, referencesQuery } from './book-words.ts'
import { roleOf, templateOf } from './template.ts'

const rank = { required: 3, recommended: 2, optional: 0 } as const

const detailOf = (feature: Feature) => feature.name.toLocaleLowerCase('en')

/** Directives by the name in their example, each with its example as a snippet. */
function directives(features: readonly Feature[]): Completion[] {
  return features.flatMap(feature => {
    const name = opening.exec(feature.example.split('\n')[0]!)?.[2]
    if (!name) return []
    const template = templateOf(feature.example)
    return {
      label: name,
      detail: detailOf(feature),
      info: feature.explanation,
      type: 'type',
      boost: rank[feature.importance],
      apply: (view, completion, from, to) => snippet(template)(view, completion, view.state.doc.lineAt(from).from, to),
    }
  })
}

/** Roles by name; of two features with one role, the first. */
function roles(features: readonly Feature[]): Completion[] {
  const found = new Map<string, Completion>()
  for (const feature of features) {
    const role = roleOf(feature.example)
    if (!role || found.has(role.name)) continue
    found.set(role.name, {
      label: role.name,
      detail: detailOf(feature),
      info: feature.explanation,
      type: 'function',
      boost: rank[feature.importance],
      apply: (view, completion, from, to) => {
        // A brace that closes by itself, or was typed before, is part of the snippet.
        const after = view.state.sliceDoc(to, to + 1) === '}' ? to + 1 : to
        snippet(role.template)(view, completion, from - 1, after)
      },
    })
  }
  return [...found.values()]
}

/** Options each directive has in the examples. */
function optionsOf(features: readonly Feature[], directive: string): Completion[] {
  const keys = new Set<string>()
  for (const { example } of features) {
    if (opening.exec(example.split('\n')[0]!)?.[2] !== directive) continue
    for (const [, key] of example.matchAll(/^:([\w-]+):/gm)) keys.add(key!)
  }
  for (const key of ['label', 'class']) keys.add(key)
  return [...keys].map(key => ({ label: `:${key}:`, type: 'property', apply: `:${key}: ` }))
}

/** The name of the directive whose options the cursor's line is among. */
function directiveAbove(state: EditorState, line: number): string | undefined {
  for (let number = line - 1; number >= 1; number--) {
    const { text } = state.doc.line(number)
    const opened = opening.exec(text)
    if (opened) return opened[2]
    if (!/^:[\w-]+:/.test(text)) return undefined
  }
  return undefined
}

/** The labels of the open chapter as they stand, saved or not. */
function ownLabels(state: EditorState): Completion[] {
  const found: Completion[] = []
  syntaxTree(state).iterate({
    enter({ name, from, to }) {
      if (name !== 'Target' && name !== 'DirectiveOption') return
      const label = /^\(([^)]+)\)=?$|^:(?:label|name):\s*(\S+)$/.exec(state.sliceDoc(from, to).trim())
      if (label) found.push({ label: (label[1] ?? label[2])!, detail: 'in this chapter', type: 'constant', boost: 1 })
    },
  })
  return found
}

async function labels(state: EditorState, bookId: string): Promise<Completion[]> {
  const own = ownLabels(state)
  const known = new Set(own.map(one => one.label))
  const book = await queryClient.fetchQuery(referencesQuery(bookId)).catch(() => undefined)
  const others = (book?.labels ?? []).filter(one => !known.has(one.label))
  return [
    ...own,
    ...others.map(one => ({
      label: one.label,
      detail: `${one.kind}, ${one.chapter}`,
      info: one.title,
      type: 'constant',
    })),
  ]
}

async function citations(bookId: string): Promise<Completion[]> {
  const book = await queryClient.fetchQuery(referencesQuery(bookId)).catch(() => undefined)
  return (book?.citations ?? []).map(({ key, file }) => ({ label: key, detail: file, type: 'text' }))
}

async function images(bookId: string): Promise<Completion[]> {
  const files = await queryClient.fetchQuery(imagesQuery(bookId)).catch(() => [])
  return files.map(({ name, alt }) => ({ label: name, info: alt, type: 'variable' }))
}

const citeRole = /\{cite(?::[\w]+)?\}`(?:[^`,]*,\s*)*([^`,]*)$/
const labelRole = /\{(?:ref|numref|eq|prf:ref|doc|embed)\}`(?:[^`<]*<)?([^`<]*)$/

/** Completes MyST with what there is in this installation and this book. */
export function completeMyst(bookId: string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos } = context
    const line = state.doc.lineAt(pos)
    const before = line.text.slice(0, pos - line.from)
    const result = (typed: string, options: Completion[], validFor: RegExp): CompletionResult | null =>
      options.length > 0 ? { from: pos - typed.length, options, validFor } : null

    const cited = citeRole.exec(before) ?? /(?:^|[\s[;(-])@([\w:.-]*)$/.exec(before)
    if (cited) return result(cited[1]!, await citations(bookId), /^[\w:.-]*$/)
    const referred = labelRole.exec(before) ?? /\]\(#([^)\s]*)$/.exec(before)
    if (referred) return result(referred[1]!, await labels(state, bookId), /^[^`)\s]*$/)
    const file = /!\[[^\]]*\]\(([^)\s]*)$|^\s*(?::{3,}|`{3,})\{(?:figure|image)\}\s+(\S*)$/.exec(before)
    if (file) return result((file[1] ?? file[2])!, await images(bookId), /^\S*$/)

    const begun = /^\s*(?::{3,}|`{3,}|~{3,})\s*\{?([\w:-]*)$/.exec(before)
    const role = begun ? null : /(?:^|[^\\$\w])\{([\w:-]*)$/.exec(before)
    const option = /^:([\w-]*)$/.exec(before)
    if (!begun && !role && !option) return null
    const features = await queryClient.fetchQuery(featuresQuery).catch(() => [])
    if (begun) return result(begun[1]!, directives(features), /^[\w:-]*$/)
    if (role) return result(role[1]!, roles(features), /^[\w:-]*$/)
    const directive = directiveAbove(state, line.number)
    return directive ? result(before, optionsOf(features, directive), /^:[\w-]*$/) : null
  }
}
