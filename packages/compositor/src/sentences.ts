import { primaryLanguage, segmenter } from './words.ts'

/** A sentence and where it stands in the text it was split from (UTF-16 offsets, end exclusive, no outer white space). */
export interface Sentence {
  text: string
  start: number
  end: number
}

// Abbreviations after which a sentence goes on; Unicode segmentation (UAX #29) alone would break after each of them.
const abbreviations: Record<string, string> = {
  en: 'mr mrs ms messrs dr prof st sr jr rev hon capt col gen lt sgt maj cmdr fr vs etc cf al e.g i.e eg ie approx fig figs eq eqs sec ch vol no nos p pp ed eds est dept inc ltd co corp viz ca jan feb mar apr aug sept oct nov dec',
  de: 'hr fr dr prof st bzw z.b z b d.h d h u.a usw ca vgl abb tab kap nr s bd hrsg evtl ggf inkl sog bspw jan feb aug sept okt nov dez',
  fr: 'm mm mme mmes mlle dr pr st ste p.ex ex cf etc fig chap p pp vol no av env janv févr juil sept oct nov déc',
  es: 'sr sra srta dr dra d ud uds p.ej ej etc fig cap pág págs núm vol ee uu',
  it: 'sig sigg dott prof ing avv ecc es fig cap pag vol n',
  pt: 'sr sra dr dra prof etc fig cap pág vol n ex',
  nl: 'dhr mevr dr prof ir mr bijv b.v d.w.z enz fig hfst p blz nr vgl',
}
const lists = new Map<string, Set<string>>()

function abbreviationsOf(language: string): Set<string> {
  const primary = primaryLanguage(language)
  let list = lists.get(primary)
  if (!list) {
    list = new Set((abbreviations[primary] ?? abbreviations.en!).split(' '))
    lists.set(primary, list)
  }
  return list
}

/**
 * Splits a block of prose into sentences by UAX #29 with the language's abbreviations mended. Inline code, math, links
 * and roles are never split; a sentence keeps its own markup and closing quotes. Every character that is not white space
 * lies in exactly one sentence.
 */
export function splitSentences(text: string, language: string): Sentence[] {
  const masked = mask(text)
  const pieces: [number, number][] = []
  for (const { index, segment } of segmenter(language, 'sentence').segment(masked)) {
    const previous = pieces.at(-1)
    if (previous && goesOn(masked.slice(previous[0], previous[1]), segment, language)) {
      previous[1] = index + segment.length
    } else pieces.push([index, index + segment.length])
  }
  const sentences: Sentence[] = []
  for (const [from, to] of pieces) {
    const raw = text.slice(from, to)
    const trimmed = raw.trim()
    if (trimmed === '') continue
    const start = from + raw.length - raw.trimStart().length
    sentences.push({ text: trimmed, start, end: start + trimmed.length })
  }
  return sentences
}

/**
 * The text with the same length, in which what must not be split is letters, emphasis marks are closing quotes (which
 * UAX #29 leaves with the sentence they end), and single line breaks are spaces.
 */
function mask(text: string): string {
  const fill = (span: string) => 'x'.repeat(span.length)
  return text
    .replace(/(?<![\\`])(`+)[\s\S]*?[^`]\1(?!`)/g, fill)
    .replace(/(?<![\\$])\$(?=\S)[^$\n]*?\S\$(?![\d$])/g, fill)
    .replace(/\]\([^)\n]*\)/g, fill)
    .replace(/\[\^[^\]\s]+\]/g, span => '"'.repeat(span.length))
    .replace(/[*_]+/g, span => '"'.repeat(span.length))
    .replace(/\r\n|\r|\n/g, span => ' '.repeat(span.length))
    .replace(/[\u2029\u2028\u0085]/g, ' ')
}

/** Whether the break between two segments is only an abbreviation, an initial, or speech that its sentence continues. */
function goesOn(before: string, after: string, language: string): boolean {
  if (before.trim() === '') return true
  if (/^["'”’»)\]\s]*\p{Ll}/u.test(after)) return true
  if (!/\p{L}|\p{N}/u.test(after)) return true
  const last = /(?:^|[\s("“‘'«[])((?:\p{L}\.)*\p{L}+)\.["']*\s*$/u.exec(before)?.[1]
  if (last === undefined) return false
  if (/^\p{Lu}$/u.test(last) && last !== 'I') return true
  return abbreviationsOf(language).has(last.toLowerCase())
}

// Words that point back: a sentence that opens with one has no meaning without the one before it.
const backward: Record<string, RegExp> = {
  en: /^(?:this|that|these|those|it|its|they|their|them|he|she|his|her|him|such|so|but|and|or|nor|yet|however|therefore|thus|hence|then|instead|otherwise|consequently|moreover|furthermore|besides|also|likewise|similarly|conversely|meanwhile|nevertheless|nonetheless|still|both|neither|either|another|the (?:former|latter|same|other|others|second|third|fourth|last|next|rest|result|reason|answer|difference|point|trick|fix|cure|remedy|alternative|opposite|reverse|exception)|in (?:this|that|these|those|both|either|such|contrast|addition|other words|short|practice|turn)|for (?:this|that|these|those|example|instance)|as (?:a result|before|above|such)|because of (?:this|that)|on the other hand|at (?:this|that)|after (?:this|that)|with (?:this|that|these|those)|here|there (?:it|they)|one of (?:these|those|them)|all of (?:these|those|them|this)|none of|each of (?:these|those|them)|most of (?:these|those|them)|if (?:it|they|this|that|so|not)|when (?:it|they|this|that)|once (?:it|they|this|that)|second|secondly|third|thirdly|finally|yes|no|too|only then|even (?:so|then|this|that)|what (?:this|that|it)|that's|it's|they're|nothing (?:of|in) (?:this|that)|two of (?:them|these)|above|below|not (?:so|always|quite|only)|same|again|elsewhere|similar|unlike (?:this|that)|without (?:it|them|this|that)|under (?:it|this|that))\b/i,
  de: /^(?:dies(?:e[rsnm]?)?|das|er|sie|es|ihr[e]?|sein[e]?|so|aber|und|oder|jedoch|daher|deshalb|also|dann|dabei|dazu|damit|darum|außerdem|zudem|dagegen|hingegen|trotzdem|solche[rsn]?|beide|hier|dort|zum beispiel)\b/i,
  fr: /^(?:ce|cet|cette|ces|cela|ça|c['’]est|il|elle|ils|elles|mais|et|ou|donc|ainsi|alors|or|cependant|toutefois|pourtant|par exemple|en effet|de plus|celui|celle|ceux|son|sa|ses|leur)\b/i,
  es: /^(?:est[aeo]s?|es[aeo]s?|eso|aquel|él|ella|ellos|pero|y|o|así|entonces|sin embargo|por eso|por ejemplo|además|su|sus|también)\b/i,
}

/** Whether a sentence opens by pointing back to the one before it, so that it must not stand first or alone. */
export function pointsBack(sentence: string, language: string): boolean {
  const opening = sentence.replace(/^[^\p{L}\p{N}]+/u, '').replaceAll('’', "'")
  if (/^\p{Ll}/u.test(opening)) return true
  return backward[primaryLanguage(language)]?.test(opening) ?? false
}
