import type { Element, ElementContent, Text } from 'hast'
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore, type LanguageInput } from 'shiki/core'
import { createOnigurumaEngine } from 'shiki/engine/oniguruma'
import { bundledLanguages } from 'shiki/langs'
import type { BoundBook } from '../book/bound-book.ts'
import { element, text } from './element.ts'
import { nodesOf } from './walk.ts'

/** One list for each line of code; undefined for a language nobody knows. */
export type Highlight = (code: string, language: string | undefined) => ElementContent[][] | undefined

/** What a token can be; its class is `code-…`. A style sheet decides on its colour, so light, dark and paper need no other HTML. */
export const tokenKinds = [
  'constant',
  'string',
  'string-expression',
  'comment',
  'keyword',
  'parameter',
  'function',
  'punctuation',
  'link',
  'inserted',
  'deleted',
  'changed',
] as const

const prefix = '--code-'
const theme = createCssVariablesTheme({ name: 'octavo', variablePrefix: prefix, fontStyle: false })

/** One for all books: grammars are as constant as code, and each is loaded when a book first has its language. */
let highlighter: Promise<HighlighterCore> | undefined

/** What highlights the code of a book; the grammars of its languages are loaded, and no others. */
export async function loadHighlight(book: BoundBook): Promise<Highlight> {
  const languages = languagesOf(book)
  if (languages.size === 0) return () => undefined
  highlighter ??= createHighlighterCore({
    themes: [theme],
    langs: [],
    engine: createOnigurumaEngine(import('shiki/wasm')),
  })
  const shiki = await highlighter
  await shiki.loadLanguage(...[...languages].map(language => known[language]!))
  return (code, language) => {
    const lang = language?.toLowerCase()
    if (lang === undefined || !languages.has(lang)) return undefined
    const lines = shiki.codeToTokensBase(code, { lang, theme: 'octavo', tokenizeMaxLineLength: longestLine })
    return lines.map(tokens => joined(tokens.map(({ content, color }) => token(content, color))))
  }
}

const known: Record<string, LanguageInput> = bundledLanguages

/** Longer lines are data, not code, and would take seconds. */
const longestLine = 2_000

/** The languages of a book's code that can be highlighted, as authors name them, in lower case. */
export function languagesOf(book: BoundBook): Set<string> {
  const languages = new Set<string>()
  for (const page of book.pages) {
    for (const node of nodesOf(page)) {
      if (node.type !== 'code' || typeof node.lang !== 'string') continue
      const language = node.lang.toLowerCase()
      if (Object.hasOwn(known, language)) languages.add(language)
    }
  }
  return languages
}

function token(content: string, color: string | undefined): Element | Text {
  const kind = new RegExp(`^var\\(${prefix}token-([\\w-]+)\\)$`).exec(color ?? '')?.[1]
  return kind === undefined || content.trim() === ''
    ? text(content)
    : element('span', { className: `code-${kind}` }, [text(content)])
}

/** Fewer elements: neighbours of the same kind are one. */
function joined(tokens: (Element | Text)[]): ElementContent[] {
  const kept: (Element | Text)[] = []
  for (const token of tokens) {
    const last = kept.at(-1)
    if (token.type === 'text' && last?.type === 'text') last.value += token.value
    else if (
      token.type === 'element' &&
      last?.type === 'element' &&
      last.properties.className === token.properties.className
    ) {
      last.children.push(...token.children)
    } else kept.push(token)
  }
  return kept
}
