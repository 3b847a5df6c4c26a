import type { Passage } from '@octavo/manuscript'
import { primaryLanguage } from '@octavo/manuscript'
import { plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { proseBlocks } from './substance.ts'
import { stem, wordsOf } from './words.ts'

/** A term and the author's words that say what it means. */
export interface Definition {
  term: string
  /** Plain text: the defining sentence, with the one after it where that goes on about the same. */
  meaning: string
  passage: Passage
  /** How it was found; what stands later is less certain. */
  by: 'list' | 'emphasis' | 'pattern' | 'called' | 'label'
}

const copula: Record<string, string> = {
  en: 'is|are|means|mean|denotes|refers to|stands for|describes',
  de: 'ist|sind|bezeichnet|heißt|bedeutet|meint',
  fr: 'est|sont|désigne|signifie|décrit',
  es: 'es|son|designa|significa|describe',
  it: 'è|sono|indica|significa',
  nl: 'is|zijn|betekent',
  pt: 'é|são|significa|designa',
}
const articles: Record<string, string> = {
  en: 'an?|the',
  de: 'eine?|der|die|das',
  fr: "une?|le|la|les|l'|l’",
  es: 'una?|el|la|los|las',
  it: "una?|uno|il|lo|la|i|gli|le|l'|l’|un'|un’",
  nl: 'een|de|het',
  pt: 'uma?|o|a|os|as',
}

// Words that are not the name of a concept, however a sentence about them is built.
const vague = new Set(
  'there here this that these those it what which who everything nothing anything something one way thing reason problem goal idea rule example result question answer point difference case rest first second third last next other aim purpose trick fix cost advantage disadvantage consequence lesson note warning caution remember tip important summary solution exercise all both each most some many alternative remedy effect price truth part kind sort type number figure table following practice best url pricing ecosystem paradigm'.split(
    ' ',
  ),
)

/** The definitions in passages, in order: definition lists, emphasised terms that open a sentence, and "X is a Y that …". */
export function definitionsIn(passages: Passage[], language: string): Definition[] {
  const found: Definition[] = []
  for (const passage of passages) {
    if (passage.kind === 'definition' && /\n:\s/.test(passage.text)) {
      found.push(...fromList(passage))
      continue
    }
    if (!['paragraph', 'definition', 'list'].includes(passage.kind)) continue
    for (const block of proseBlocks(passage)) found.push(...fromProse(block, passage, language))
  }
  const text = passages.map(passage => plain(passage.text)).join('\n')
  return found
    .filter(definition => isTerm(definition.term, language) && definition.meaning.length > 12)
    .map(definition => ({ ...definition, term: inSentence(definition.term, text, language) }))
}

function fromList(passage: Passage): Definition[] {
  const entries: { term: string; meaning: string }[] = []
  let term: string | undefined
  for (const line of passage.text.split(/\r?\n/)) {
    const meaning = /^\s{0,3}:\s+(.*)$/.exec(line)?.[1]
    if (meaning !== undefined && term !== undefined) entries.push({ term, meaning })
    else if (meaning !== undefined && entries.length > 0) entries.at(-1)!.meaning += `\n${meaning}`
    else if (/^\s/.test(line) && entries.length > 0) entries.at(-1)!.meaning += `\n${line}`
    if (meaning !== undefined) term = undefined
    else if (/^\S/.test(line)) term = line
  }
  return entries.map(entry => ({
    term: plain(entry.term).replace(/\s*\([^)]*\)$/, ''),
    meaning: plain(entry.meaning),
    passage,
    by: 'list',
  }))
}

/** Under such a heading a list of marked words is a list of terms; elsewhere it may be of anything. */
const glossary =
  /gloss|terms|terminolog|definition|vocabular|abbreviation|key (?:terms|concepts|ideas)|begriffe|termin/i

function fromProse(block: string, passage: Passage, language: string): Definition[] {
  const primary = primaryLanguage(language)
  const verbs = copula[primary] ?? copula.en!
  const article = articles[primary] ?? articles.en!
  const mark = String.raw`(?:\*\*|__|\*|_)`
  const lead = new RegExp(
    String.raw`^(?:(?:${article})\s+)?${mark}(?=\S)([^*_\n]{2,60}?)(:)?${mark}(\s+\p{L}[\p{L}-]{2,20})?(?:\s*\([^)\n]{1,80}\))?\s*(?:(:|—|–)\s|,?\s?(?:${verbs})\s)`,
    'iu',
  )
  const called = new RegExp(
    String.raw`\b(?:called|known as|named|termed|heißt|appelée?|llamad[oa])\s+(?:(?:${article})\s+)?${mark}(?=\S)([^*_\n]{2,60}?)${mark}`,
    'iu',
  )
  const apposed = new RegExp(
    String.raw`\b(?:${article})\s+${mark}(?=\S)([^*_\n]{2,60}?)${mark}(?:,|:|\s—|\s–)\s(?:${article})\s`,
    'iu',
  )
  const sentences = splitSentences(block, language)
  return sentences.flatMap((sentence, index): Definition[] => {
    const meaning = () =>
      withTail(
        sentences.map(each => plain(each.text)),
        index,
      )
    const emphasised = lead.exec(sentence.text)
    const listed =
      passage.kind !== 'list' ||
      (emphasised?.[4] === undefined && emphasised?.[2] === undefined) ||
      passage.headings.some(heading => glossary.test(heading))
    // "**Why it matters.** Interference is …" is a remark and a sentence, "**Tool:** Quirk — …" a remark and a name.
    const remark =
      /[.!?]$/.test(emphasised?.[1] ?? '') || (emphasised?.[2] !== undefined && emphasised[3] !== undefined)
    if (emphasised && listed && !remark) {
      const term = plain(emphasised[1]!).replace(/\s*\([^)]*\)$/, '') + (emphasised[3] ?? '')
      const after =
        emphasised[4] || emphasised[2] === ':' ? plain(sentence.text.slice(emphasised[0].length)) : undefined
      // "**Pricing:** Free tier" labels a remark; "**Lease**: a claim …" goes on like a definition.
      const label = after !== undefined && !/^\p{Ll}/u.test(after)
      return [{ term, meaning: after ? opened(after) : meaning(), passage, by: label ? 'label' : 'emphasis' }]
    }
    const introduced = /\?\s*$/.test(sentence.text) ? null : (called.exec(sentence.text) ?? apposed.exec(sentence.text))
    if (introduced) return [{ term: plain(introduced[1]!), meaning: plain(sentence.text), passage, by: 'called' }]
    const stated = primary === 'en' ? statedTerm(plain(sentence.text)) : undefined
    return stated ? [{ term: stated, meaning: meaning(), passage, by: 'pattern' }] : []
  })
}

function opened(text: string): string {
  return text.trim().replace(/^\p{Ll}/u, letter => letter.toUpperCase())
}

const natureOf =
  'practice|act|process|number|rate|ratio|time|moment|property|ability|technique|method|period|amount|state|study|name|part|interval|fraction|measure|probability|difference|sum|art|science|branch|field|tendency|degree|point at which|set|list|function|value|unit|size|length|order|share|chance'
const stated = new RegExp(
  String.raw`^(?:(?:A|An)\s+)?([\p{L}\p{N}][\p{L}\p{N}\s./+-]{1,50}?)\s+(?:is|are)\s+(?:(?:an?\s+)?(?:[\p{L}-]+\s+){1,5}?(?:that|which|whose|who|in which|by which|used to|used for|made of|made from|designed to)\b|an?\s+(?:[\p{L}-]+\s+){1,4}?of\b|the\s+(?:[\p{L}-]+\s+){0,2}(?:${natureOf})\s+(?:of|at|in|by|that|during|between|with|to|for)\b)`,
  'u',
)

/** The term of "A lease is a claim that …" or "Backpressure is the practice of …" when a sentence opens that way. */
function statedTerm(sentence: string): string | undefined {
  const match = stated.exec(sentence)
  if (!match || !/^(?:A|An)\s/.test(sentence) === /^\p{Lu}?\p{Ll}+\s\p{Ll}/u.test(match[1]!)) return undefined
  const term = match[1]!
  const words = term.split(/\s+/)
  if (
    words.length > 3 ||
    /^(?:The|If|When|In|On|At|For|To|Not|No|Each|Every|Only|Both|My|Our|Your|His|Her|Their)\b/.test(term)
  )
    return undefined
  return /\b(?:is|are|was|were|and|or|of|that|which|with|for|in|on|to|you|we|they|can|should|must)\b/i.test(term)
    ? undefined
    : term
}

/** A sentence with its follow-up "It …", for a definition often takes two. */
function withTail(sentences: string[], index: number): string {
  const next = sentences[index + 1]
  const meaning = sentences[index]!
  return next && meaning.length < 90 && /^(?:It|They)\s/.test(next) && next.length < 160
    ? `${meaning} ${next}`
    : meaning
}

/** The term as it stands inside a sentence: "Jitter" opens one, "jitter" is the term; names and German nouns keep theirs. */
function inSentence(term: string, text: string, language: string): string {
  if (primaryLanguage(language) === 'de' || !/^\p{Lu}[\p{Ll}-]/u.test(term) || /['’]s\b|\s\p{Lu}/u.test(term))
    return term
  const lower = term.replace(/^\p{Lu}/u, letter => letter.toLowerCase())
  const named = new RegExp(String.raw`[\p{Ll},] ${term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\b`, 'u').test(text)
  return named && !new RegExp(String.raw`[\p{Ll},] ${lower.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\b`, 'u').test(text)
    ? term
    : lower
}

function isTerm(term: string, language: string): boolean {
  const words = wordsOf(term, language)
  if (words.length === 0 || words.length > 6 || !/\p{L}{2}/u.test(term)) return false
  if (/^(?:step|phase|day|week|chapter|part|year|table|figure|question|q)\s*[\dIVX]+/i.test(term)) return false
  return !vague.has(words[0]!) && !/^The\s|[.?!;,]$/.test(term)
}

/** A term as its entry is known by: its stemmed words, so that "leases" finds "lease". */
export function termKey(term: string, language: string): string {
  return wordsOf(term, language)
    .map(word => stem(word, language))
    .join(' ')
}
