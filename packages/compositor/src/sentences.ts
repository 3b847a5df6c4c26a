import { primaryLanguage, type Sentence, splitSentences as split } from '@octavo/manuscript'

/**
 * Splits a block of MyST into sentences. Inline code, math, links and roles are never split; a sentence keeps its own
 * markup and closing quotes. Every character that is not white space lies in exactly one sentence.
 */
export function splitSentences(text: string, language: string): Sentence[] {
  return split(text, language, mask(text))
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
