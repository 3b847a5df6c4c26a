import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { eastAsianPackage } from '../fonts/index.ts'
import type { Compiler } from './compiler/compiler.ts'
import { FormulaError, formulaToTypst } from './math/formula.ts'
import { formulaKey, visitPage } from './page-writer.ts'
import { PdfError } from './pdf-error.ts'
import { perPage } from './per-page.ts'
import { literal } from './typst-text.ts'

/** Trying all of an author's own Typst may take this long. */
const patience = 10_000

/** A node, the page it is of, the line it is on or in, and what of it is tried. */
interface Found {
  key: string
  node: BookNode
  page: BoundPage
  line: number | undefined
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
    const found = book.pages.map(triedOn)
    const [formulas, raws] = [found.flatMap(({ formulas }) => formulas), found.flatMap(({ raws }) => raws)]
    await this.#tryFormulas(formulas, signal)
    for (const at of formulas) {
      const verdict = this.#formulas.get(at.key)!
      if ('message' in verdict) {
        problems.push(problemAt(at, `this formula cannot be set and is printed as it is written: ${verdict.message}`))
      }
    }
    await this.#tryRaws(raws, signal)
    for (const at of raws) {
      const verdict = this.#raws.get(at.key)!
      if ('message' in verdict) {
        problems.push(problemAt(at, `this Typst does not work and is printed as it is written: ${verdict.message}`))
      }
    }
    problems.push(...(await this.#tryGlyphs(found, book.language, signal)))
    return {
      problems,
      formulas: new Map(
        [...this.#formulas].flatMap(([key, verdict]) => ('works' in verdict ? [[key, verdict.works]] : [])),
      ),
      raws: new Set([...this.#raws].flatMap(([source, verdict]) => ('works' in verdict ? [source] : []))),
    }
  }

  async #tryFormulas(formulas: readonly Found[], signal?: AbortSignal): Promise<void> {
    const sources: { key: string; source: string; works: string }[] = []
    for (const { key, node } of formulas) {
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

  async #tryRaws(raws: readonly Found[], signal?: AbortSignal): Promise<void> {
    const sources = [...new Set(raws.map(({ key }) => key))]
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

  async #tryGlyphs(found: readonly Tried[], language: string, signal?: AbortSignal): Promise<BookProblem[]> {
    const letters = new Set(found.flatMap(({ letters }) => [...letters]))
    const unknown = [...letters].filter(letter => !this.#glyphs.has(letter))
    if (unknown.length > 0) {
      const { missing } = await this.#compiler.ask<'glyphs'>(
        { ask: 'glyphs', fonts: this.#fonts, characters: unknown },
        { signal },
      )
      for (const letter of unknown) this.#glyphs.set(letter, true)
      for (const letter of missing) this.#glyphs.set(letter, false)
    }
    const lacking = found.flatMap(({ letters: own, texts }) => {
      const missing = new Set([...own].filter(letter => this.#glyphs.get(letter) === false))
      const first = texts.find(({ key }) => [...key].some(letter => missing.has(letter)))
      return first ? [{ letters: missing, first }] : []
    })
    return lacking.map(({ letters, first }) =>
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

/** What of a page is tried. */
interface Tried {
  formulas: Found[]
  raws: Found[]
  /** Those with characters a typeface may lack. */
  texts: Found[]
  letters: ReadonlySet<string>
}

const triedOn = perPage((page): Tried => {
  const tried = { formulas: [] as Found[], raws: [] as Found[], texts: [] as Found[], letters: new Set<string>() }
  visitPage(page, (node, line) => {
    const value = String(node.value ?? '')
    if (node.type === 'math' || node.type === 'inlineMath') {
      tried.formulas.push({ key: formulaKey(node), node, page, line })
    } else if (node.type === 'raw' && node.lang === 'typst') tried.raws.push({ key: value, node, page, line })
    else if (!silent.has(node.type) && isUncommon(value)) {
      tried.texts.push({ key: value, node, page, line })
      for (const letter of value) if (isTried(letter)) tried.letters.add(letter)
    }
  })
  return tried
})

/** What holds text that is not printed as it is. */
const silent = new Set(['math', 'inlineMath', 'raw', 'mermaid'])

/** Whether there is more in a text than ISO 8859-1, which every typeface has. */
const isUncommon = (value: string) => /[^\0-\xff]/.test(value)

/** Characters that a typeface may lack; marks and spaces join others. */
const isTried = (letter: string) => letter > '\u00ff' && !/[\p{M}\p{Cf}\p{Zs}\p{Cc}\p{Cs}]/u.test(letter)

const trialOf = (value: string) =>
  `#eval(${literal(value)}, mode: "markup", scope: (std: none, eval: none, dictionary: none, plugin: none))`

function problemAt({ page, line }: Found, message: string): BookProblem {
  return { file: page.file, ...(line !== undefined && { line }), rule: 'not-shown', message }
}
