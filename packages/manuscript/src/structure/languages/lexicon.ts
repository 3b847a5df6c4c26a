import { primaryLanguage } from '../../language.ts'
import type { MatterRole } from '../structure.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ru } from './ru.ts'
import { sv } from './sv.ts'
import type { StructureWords } from './words.ts'
import { zh } from './zh.ts'

const tables: Record<string, StructureWords> = { en, de, fr, es, it, pt, nl, pl, sv, ru, zh, ja }

/** The languages whose words for chapters, parts and numbers are known. */
export const structureLanguages = Object.keys(tables)

/** What a word at the beginning of a title means. Divisions have rank 0 (volume), 1 (book) or 2 (part), chapters 3. */
export type Meaning =
  | { kind: 'division'; rank: 0 | 1 | 2; word: string }
  | { kind: 'chapter'; word: string }
  | { kind: 'unnumbered' }
  | { kind: 'matter'; role: MatterRole }

/** The words of one language, ready to be looked up by their folded form, several words joined by a blank. */
export interface Lexicon {
  meanings: Map<string, Meaning>
  /** Cardinals and ordinals. */
  numbers: Map<string, number>
  ordinals: Set<string>
  articles: Set<string>
  /** How a dedication and how a letter begins. */
  address: string[]
  salutations: string[]
  /** How many words the longest key of `meanings` has. */
  longest: number
}

/** Letters without case and accents, typographic quotes as plain ones: what two spellings of one word share. */
export function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no Unicode normalization
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('’', "'")
}

const compiled = new Map<string, Lexicon>()

/**
 * The words to read a text by: those of its language and English, which titles are mixed with everywhere; of every
 * language known when it has none.
 */
export function lexiconsFor(language: string | undefined): Lexicon[] {
  const known = language === undefined ? undefined : tables[primaryLanguage(language)]
  const names = known ? [...new Set([primaryLanguage(language!), 'en'])] : structureLanguages
  return names.map(name => {
    const lexicon = compiled.get(name) ?? compile(name, tables[name]!)
    compiled.set(name, lexicon)
    return lexicon
  })
}

/** What front matter without a title of its own is called in a language; in English for one that is not known. */
export function untitledIn(language: string | undefined): StructureWords['untitled'] {
  return (tables[primaryLanguage(language ?? 'en')] ?? en).untitled
}

/** The words a title can begin with, as one key each: hyphens part words. */
const keyOf = (text: string) => fold(text).replaceAll('-', ' ')

function compile(language: string, words: StructureWords): Lexicon {
  const meanings = new Map<string, Meaning>()
  const add = (texts: readonly string[], meaning: (word: string) => Meaning) => {
    for (const text of texts) if (!meanings.has(keyOf(text))) meanings.set(keyOf(text), meaning(text))
  }
  for (const [rank, texts] of words.divisions.entries())
    add(texts, word => ({ kind: 'division', rank: rank as 0 | 1 | 2, word: `${language}:${word}` }))
  // Short and long forms are one series: all count as the first, except words for other things, such as letters.
  add(words.chapters, word => ({ kind: 'chapter', word: `${language}:${seriesOf(word, words.chapters[0]!)}` }))
  add(words.unnumbered ?? [], () => ({ kind: 'unnumbered' }))
  for (const [role, texts] of Object.entries(words.matter))
    add(texts, () => ({ kind: 'matter', role: role as MatterRole }))
  const { numbers, ordinals } = numbersOf(words)
  return {
    meanings,
    numbers,
    ordinals,
    articles: new Set((words.articles ?? []).map(keyOf)),
    address: words.address.map(keyOf),
    salutations: words.salutations.map(keyOf),
    longest: Math.max(...[...meanings.keys()].map(key => key.split(' ').length)),
  }
}

const seriesOf = (word: string, first: string) => (fold(first).startsWith(fold(word)) ? first : word)

function numbersOf(words: StructureWords): { numbers: Map<string, number>; ordinals: Set<string> } {
  const numbers = new Map<string, number>()
  const ordinals = new Set<string>()
  const add = (form: string, value: number, ordinal: boolean) => {
    const key = keyOf(form)
    if (!numbers.has(key)) numbers.set(key, value)
    if (ordinal) ordinals.add(key)
  }
  const cardinals = formsOf(words.cardinals)
  const tens = formsOf(words.tens)
  const endings = words.endings ?? ['']
  const stems = formsOf(words.ordinals)
  const ordinalForms = stems.map(forms => forms.flatMap(form => endings.map(ending => form + ending)))
  for (const [index, forms] of cardinals.entries()) for (const form of forms) add(form, index + 1, false)
  for (const [index, forms] of ordinalForms.entries()) for (const form of forms) add(form, index + 1, true)
  for (const [index, forms] of tens.entries()) for (const form of forms) add(form, 20 + 10 * index, false)
  for (const [index, tenForms] of tens.slice(0, 8).entries()) {
    for (let unit = 1; unit < 10; unit++) {
      const value = 20 + 10 * index + unit
      for (const ten of tenForms) {
        for (const form of fill(words.compounds, { T: [ten], U: cardinals[unit - 1] ?? [] })) {
          add(form, value, false)
          const ordinal = { T: [ten], O: ordinalForms[unit - 1] ?? [], C: [form] }
          for (const written of fill(words.ordinalCompounds, ordinal))
            for (const ending of written.includes(form) ? endings : ['']) add(written + ending, value, true)
        }
      }
    }
  }
  const belowHundred = [...numbers].filter(([key, value]) => value < 100 && !ordinals.has(key))
  for (const hundred of words.hundreds ?? []) {
    for (const [key, value] of belowHundred) add(hundred + key, 100 + value, false)
  }
  // Told apart from cardinals nowhere: a cardinal before a word for chapter is no prose either.
  for (const [form, value] of Object.entries(words.irregular ?? {})) add(form, value, true)
  return { numbers, ordinals }
}

/** Forms by number: blanks part numbers, bars part forms; hyphens stand for blanks inside of one. */
const formsOf = (list: string | undefined) => (list ? list.split(' ').map(forms => forms.split('|')) : [])

function fill(templates: readonly string[] | undefined, slots: Record<string, string[]>): string[] {
  return (templates ?? []).flatMap(template => {
    let filled = ['']
    for (const piece of template.split(/([TUOC])/)) {
      const choices = slots[piece] ?? [piece]
      filled = filled.flatMap(start => choices.map(choice => start + choice))
    }
    return filled
  })
}
