import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { eastAsianPackage } from '../fonts/index.ts'
import type { Compiler } from './compiler/compiler.ts'
import { FormulaError, formulaToTypst } from './math/formula.ts'
import { formulaKey, type NodeAt, nodesOfPage } from './page-writer.ts'
import { PdfError } from './pdf-error.ts'
import { literal } from './typst-text.ts'

/** Trying all of an author's own Typst may take this long. */
const patience = 10_000

interface Found extends NodeAt {
  page: BoundPage
}

/** A formula, raw Typst or a character: what works, or why it does not. */
type Verdict = { works: string } | { message: string }

/**
 * What could stop the compiler or print as an empty box is tried before the book is: each formula and each piece of raw
 * Typst alone, and all characters. One that fails is then one problem of the author and not the end of his book. What has
 * been tried is remembered.
 */
export class Trials {
  readonly #compiler: Compiler
  readonly #fonts: string[]
  readonly #formulas = new Map<string, Verdict>()
  readonly #raws = new Map<string, Verdict>()
  readonly #glyphs = new Map<string, boolean>()

  constructor(compiler: Compiler, fonts: string[]) {
    this.#compiler = compiler
    this.#fonts = fonts
  }

  async run(book: BoundBook, signal?: AbortSignal) {
    const problems: BookProblem[] = []
    const nodes = book.pages.flatMap(page => [...nodesOfPage(page)].map((at): Found => ({ page, ...at })))
    const formulas = nodes.filter(({ node: { type } }) => type === 'math' || type === 'inlineMath')
    await this.#tryFormulas(
      formulas.map(({ node }) => node),
      signal,
    )
    for (const at of formulas) {
      const verdict = this.#formulas.get(formulaKey(at.node))!
      if ('message' in verdict) {
        problems.push(problemAt(at, `this formula cannot be set and is printed as it is written: ${verdict.message}`))
      }
    }
    const raws = nodes.filter(({ node: { type, lang } }) => type === 'raw' && lang === 'typst')
    await this.#tryRaws(
      raws.map(({ node }) => String(node.value ?? '')),
      signal,
    )
    for (const at of raws) {
      const verdict = this.#raws.get(String(at.node.value ?? ''))!
      if ('message' in verdict) {
        problems.push(problemAt(at, `this Typst does not work and is printed as it is written: ${verdict.message}`))
      }
    }
    problems.push(...(await this.#tryGlyphs(nodes, book.language, signal)))
    return {
      problems,
      formulas: new Map(
        [...this.#formulas].flatMap(([key, verdict]) => ('works' in verdict ? [[key, verdict.works]] : [])),
      ),
      raws: new Set([...this.#raws].flatMap(([source, verdict]) => ('works' in verdict ? [source] : []))),
    }
  }

  async #tryFormulas(nodes: readonly BookNode[], signal?: AbortSignal): Promise<void> {
    const sources: { key: string; source: string; works: string }[] = []
    for (const node of nodes) {
      const key = formulaKey(node)
      if (this.#formulas.has(key)) continue
      try {
        const works = formulaToTypst(String(node.value ?? ''), node.type === 'math')
        this.#formulas.set(key, { works })
        sources.push({ key, source: `$ ${works} $`, works })
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error
        this.#formulas.set(key, { message: error.message })
      }
    }
    if (sources.length === 0) return
    const { failed } = await this.#compiler.ask<'tried'>(
      { ask: 'try', sources: sources.map(({ key, source }) => ({ key, source })) },
      { signal },
    )
    for (const { key, message } of failed) this.#formulas.set(key, { message })
  }

  async #tryRaws(values: readonly string[], signal?: AbortSignal): Promise<void> {
    const sources = [...new Set(values)]
      .filter(value => !this.#raws.has(value))
      .map(value => ({ key: value, source: trialOf(value) }))
    const allowed = sources.filter(({ key }) => {
      // Packages would come from the network; and with the file they are in, everything could.
      const imports = /\b(import|include)\b/.test(key)
      if (imports) this.#raws.set(key, { message: 'it must not import or include anything. Write it out' })
      return !imports
    })
    if (allowed.length === 0) return
    try {
      const { failed } = await this.#compiler.ask<'tried'>({ ask: 'try', sources: allowed }, { signal, time: patience })
      for (const { key } of allowed) this.#raws.set(key, { works: key })
      for (const { key, message } of failed) this.#raws.set(key, { message })
    } catch (error) {
      if (!(error instanceof PdfError)) throw error
      for (const { key } of allowed) this.#raws.set(key, { message: error.message })
    }
  }

  async #tryGlyphs(nodes: readonly Found[], language: string, signal?: AbortSignal): Promise<BookProblem[]> {
    const texts = nodes.filter(({ node: { type, value } }) => value !== undefined && !silent.has(type))
    const unknown = new Set<string>()
    for (const { node } of texts)
      for (const letter of uncommon(String(node.value))) if (!this.#glyphs.has(letter)) unknown.add(letter)
    if (unknown.size > 0) {
      const { missing } = await this.#compiler.ask<'glyphs'>(
        { ask: 'glyphs', fonts: this.#fonts, characters: [...unknown] },
        { signal },
      )
      for (const letter of unknown) this.#glyphs.set(letter, true)
      for (const letter of missing) this.#glyphs.set(letter, false)
    }
    const lacking = new Map<BoundPage, { letters: Set<string>; first: Found }>()
    for (const at of texts) {
      for (const letter of uncommon(String(at.node.value))) {
        if (this.#glyphs.get(letter)) continue
        const found = lacking.get(at.page) ?? { letters: new Set(), first: at }
        lacking.set(at.page, found)
        found.letters.add(letter)
      }
    }
    return [...lacking.values()].map(({ letters, first }) =>
      problemAt(
        first,
        `no typeface this book is set in has ${[...letters].slice(0, 12).join(' ')}${letters.size > 12 ? ' …' : ''}: an empty box is printed instead. ${remedyFor(letters, language)}, or print to EPUB`,
      ),
    )
  }
}

/** Kana are Japanese and Hangul is Korean, whatever the book is in; Han letters are shared. */
function remedyFor(letters: ReadonlySet<string>, language: string): string {
  const text = [...letters].join('')
  const written = /\p{sc=Hangul}/u.test(text) ? 'ko' : /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text) ? 'ja' : language
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\u3000-\u303f\uff00-\uffef]/u.test(text)
    ? `Install a typeface that has them (npm install --no-save ${eastAsianPackage(written)})`
    : 'Replace what it is in by a picture'
}

/** What holds text that is not printed as it is. */
const silent = new Set(['math', 'inlineMath', 'raw', 'mermaid'])

/** Characters that a typeface may lack: not those of ISO 8859-1, not marks and spaces that join others. */
function* uncommon(value: string): Generator<string> {
  if (/^[\n\r\t\x20-\x7e\xa0-\xff]*$/.test(value)) return
  for (const letter of value) {
    if (letter > '\u00ff' && !/[\p{M}\p{Cf}\p{Zs}\p{Cc}\p{Cs}]/u.test(letter)) yield letter
  }
}

const trialOf = (value: string) =>
  `#eval(${literal(value)}, mode: "markup", scope: (std: none, eval: none, dictionary: none, plugin: none))`

function problemAt({ page, line }: Found, message: string): BookProblem {
  return { file: page.file, ...(line !== undefined && { line }), rule: 'not-shown', message }
}
