import { RE2JS, RE2JSException } from 're2js'
import { type Finding, finding } from '../finding.ts'
import type { StyleWord } from '../options.ts'
import { isMasked, lineCounter, type Prose, type Reading } from '../reading.ts'

const mostWords = 500
/** Characters of one word or pattern, and steps of the program RE2 makes of a pattern, each of which every character may take. */
const longestWord = 300
const longestProgram = 300

interface Pattern {
  expression: RE2JS
  instead: string | undefined
}

/** The words a book avoids, ready to be looked for. Patterns run in linear time, whatever they say (RE2). */
export class StyleGuide {
  /** What of it cannot be used. */
  readonly invalid: Finding[] = []
  readonly #words: RegExp | undefined
  readonly #instead = new Map<string, string | undefined>()
  readonly #patterns: Pattern[] = []

  constructor(words: readonly StyleWord[]) {
    if (words.length > mostWords)
      this.#refuse(`the style guide has ${words.length} words; the first ${mostWords} are used`)
    const plain: string[] = []
    for (const { word, instead } of words.slice(0, mostWords)) {
      const pattern = /^\/(.*)\/(i?)$/s.exec(word)
      if (word.length > longestWord)
        this.#refuse(`"${word.slice(0, 40)}…" is longer than ${longestWord} characters. Part it`)
      else if (pattern) this.#compile(pattern[1]!, pattern[2] === 'i', instead)
      else if (word.trim() !== '') {
        plain.push(word.trim())
        this.#instead.set(fold(word.trim()), instead)
      }
    }
    // The longest first, so that "in order to" is found before "in order".
    const alternatives = plain.sort((a, b) => b.length - a.length).map(escaped)
    if (plain.length > 0)
      this.#words = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_])`, 'giu')
  }

  /** Where a page uses them: in prose that is its author's, not in code or quotations. */
  find({ prose, source }: Reading): Finding[] {
    if (!this.#words && this.#patterns.length === 0) return []
    return prose.flatMap(run => {
      if (run.quoted) return []
      const line = lineCounter(run)
      return [...this.#matches(run)]
        .sort((a, b) => a.at - b.at)
        .filter(({ at }) => !isMasked(run, at))
        .map(({ at, written, instead }) => {
          const remedy = instead ? `Write "${instead}"` : 'Say it otherwise'
          const message = `the style guide avoids "${shortened(written)}". ${remedy}`
          return finding('style-word', source.spot(line(at), written), message)
        })
    })
  }

  *#matches({ text }: Prose): Generator<{ at: number; written: string; instead: string | undefined }> {
    if (this.#words) {
      for (const { 0: written, index } of text.matchAll(this.#words))
        yield { at: index, written, instead: this.#instead.get(fold(written)) }
    }
    for (const { expression, instead } of this.#patterns) {
      const matcher = expression.matcher(text)
      while (matcher.find()) {
        const written = matcher.group() ?? ''
        if (written !== '') yield { at: matcher.start(), written, instead }
      }
    }
  }

  #compile(pattern: string, ignoreCase: boolean, instead: string | undefined): void {
    try {
      const expression = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
      if (expression.programSize() > longestProgram)
        this.#refuse(`the pattern /${pattern}/ is too large. Make it simpler, or part it`)
      else this.#patterns.push({ expression, instead })
    } catch (error) {
      if (!(error instanceof RE2JSException)) throw error
      const reason = error.message.replace(/^error parsing regexp: /, '')
      this.#refuse(
        `the pattern /${pattern}/ cannot be used (${reason}). Patterns follow RE2: no look-around, no back-references`,
      )
    }
  }

  #refuse(message: string): void {
    this.invalid.push(finding('regex-invalid', { line: 1, column: 1 }, message))
  }
}

const fold = (word: string) => word.toLowerCase().replace(/\s+/g, ' ')
const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
