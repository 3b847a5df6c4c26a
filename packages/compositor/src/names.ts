import type { Passage } from '@octavo/manuscript'
import { primaryLanguage } from '@octavo/manuscript'
import { plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { hasSubstance, proseBlocks } from './substance.ts'
import { countOf, stopWords } from './words.ts'

/** A name as it stands in one sentence. */
export interface Mention {
  name: string
  /** "Mr.", "Captain" and the like, when one stands before it. */
  honorific: string | undefined
  passage: Passage
  sentence: string
  /** Whether "the" stands before it. */
  article: boolean
  /** Evidence of each kind in the words around it. */
  person: number
  place: number
  /** Whether a capital would stand there anyway. */
  initial: boolean
  /** Whether the word is also written in lower case. */
  common: boolean
  /** Set in italics, as ships and works are. */
  italic: boolean
}

export const honorifics =
  'Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Captain|Capt|Colonel|Major|General|Lieutenant|Sergeant|Inspector|Professor|Prof|Father|Sister|Brother|Mother|Aunt|Uncle|Madame|Monsieur|Mme|Mlle|Herr|Frau|Doktor|Señor|Señora|Don|Doña|Reverend|Rev|King|Queen|Prince|Princess|Count|Countess|Baron|Baroness|Duke|Duchess|President|Judge|Constable|Widow|Master|Skipper'
const speech =
  'said|says|asked|asks|cried|answered|replied|whispered|murmured|muttered|shouted|called|told|remarked|observed|continued|exclaimed|added|nodded|smiled|laughed|shrugged|sighed|frowned|grinned|turned|looked|took|sat|stood|walked|thought|knew|felt|saw|wrote|put|held|lifted|opened|shook|poured|leaned|went|came|had|was|did|would|could|sagte|fragte|rief|antwortete|meinte|flüsterte|dit|demanda|répondit|dijo|preguntó|respondió'
const body =
  'face|eyes|eye|hands?|voice|head|father|mother|wife|husband|brother|sister|son|daughter|shoulders?|mouth|coat|hat|hair|fingers|manner|expression|mind|room|friend'
const sites =
  'Street|Road|Lane|Square|House|Hall|Moor|Station|Harbour|Harbor|Point|Island|Isle|Bay|Inn|Church|Bridge|River|Lake|Hill|Mount|Mountain|Valley|Park|Castle|Court|Farm|Cottage|Abbey|Wood|Forest|Beach|Head|Tor|Pier|Quay|Steps|Light|Lighthouse|Hotel|Office|Hospital|University|College|City|Town|Village|County|Sea|Ocean|Channel|Sound|Straits?|Mire|Coast'
const places =
  'in|at|to|from|near|into|towards?|across|over|off|round|around|beyond|above|below|through|outside|inside|on'

const word = String.raw`\p{Lu}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}]+)*`
const sequence = new RegExp(
  String.raw`(?:\b(${honorifics})\.?\s+)?(${word}(?:\s+(?:(?:of|de|van|von|der|du|la|le|del|di)\s+(?:the\s+)?)?${word}){0,3})`,
  'gu',
)
// Capitals that are not names.
const notNames = new Set(
  `i i'm i'll i've i'd monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december god lord heaven christmas easter english french german norwegian dutch spanish italian american british european latin greek christian yes no oh ah well good my dear mr mrs miss sir madam dr the a an and but or`.split(
    ' ',
  ),
)

/**
 * The names in passages: capitalised words inside sentences, and at the start of one when the same words are capitalised
 * elsewhere and not used in lower case. German, whose nouns are all capitalised, keeps only names with a title or more
 * than one word.
 */
export function mentionsIn(passages: Passage[], language: string): Mention[] {
  const told = passages.filter(
    passage => hasSubstance(passage) && ['paragraph', 'quote', 'list'].includes(passage.kind),
  )
  const stop = stopWords(language)
  const nouns = primaryLanguage(language) === 'de'
  const found: Mention[] = []
  const lower = countOf(told.flatMap(passage => plain(passage.text).match(/(?<![\p{L}'’])\p{Ll}[\p{L}'’-]*/gu) ?? []))
  for (const passage of told) {
    const italics = new Set(
      [...passage.text.matchAll(/(?<![*_\w])[*_](?=\S)([^*_]+?)[*_](?![*_\w])/g)].map(match => plain(match[1]!)),
    )
    for (const block of proseBlocks(passage)) {
      for (const { text } of splitSentences(block, language)) {
        const sentence = plain(text)
        for (const match of sentence.matchAll(sequence)) {
          const mention = read(match, sentence, passage, italics, lower, stop)
          if (mention && !(nouns && !mention.honorific && !mention.name.includes(' '))) found.push(mention)
        }
      }
    }
  }
  return found
}

function read(
  match: RegExpMatchArray,
  sentence: string,
  passage: Passage,
  italics: Set<string>,
  lower: Map<string, number>,
  stop: Set<string>,
): Mention | undefined {
  const at = match.index!
  const before = sentence.slice(0, at)
  let initial = /(?:^|[.!?:;—–…]|[“"‘«([])\s*['’]?$/u.test(before)
  let words = match[2]!
    .replaceAll('’', "'")
    .replace(/['’]s?$/u, '')
    .split(/\s+/)
  const shed = (first: string) =>
    stop.has(first.toLowerCase()) ||
    notNames.has(first.toLowerCase()) ||
    (initial && (lower.get(first.toLowerCase()) ?? 0) > 0)
  while (words.length > 0 && (shed(words[0]!) || /^(?:of|de|van|von|the)$/.test(words[0]!))) {
    if (words.length > 1 && /^The$/.test(words[0]!)) initial = false
    words = words.slice(1)
    if (words.length > 0) initial = false
  }
  while (
    words.length > 0 &&
    (notNames.has(words.at(-1)!.toLowerCase()) || /^(?:of|de|van|von|the)$/.test(words.at(-1)!))
  )
    words = words.slice(0, -1)
  const name = words.join(' ').replace(/['’]s?$/u, '')
  if (name.length < 2 || /^\p{Lu}{1,2}$/u.test(name)) return undefined
  const start = at + match[0].replaceAll('’', "'").indexOf(words[0]!, match[1] ? match[1].length : 0)
  const left = sentence.slice(0, start)
  const right = sentence.slice(start + words.join(' ').length)
  return {
    name,
    honorific: match[1],
    passage,
    sentence,
    article: /\b[Tt]he\s+$/.test(left),
    initial,
    common: (lower.get(name.toLowerCase()) ?? 0) > 0,
    italic: italics.has(name) || [...italics].some(each => each.includes(name)),
    person:
      (match[1] ? 2 : 0) +
      (new RegExp(String.raw`^\s+(?:${speech})\b`, 'u').test(right) ? 1 : 0) +
      (/\b(?:said|asked|cried|answered|replied|sagte|fragte|dit|dijo)\s+$/u.test(left) ? 2 : 0) +
      (new RegExp(String.raw`^['’]s\s+(?:${body})\b`, 'u').test(right) ? 2 : 0) +
      (/^,?\s+who\b/.test(right) ? 2 : 0) +
      (/^,?\s+the\s+\p{Ll}+(?:er|or|man|woman|ist|groom|butler|maid|boy|girl|clerk|doctor|wife|widow|mate|pilot|cook|king|queen|brother|sister|child|nurse|priest)\b/u.test(
        right,
      )
        ? 2
        : 0) +
      (/,\s+$/.test(left) && /^[,.!?]/.test(right) && /[“"‘]/.test(sentence) ? 0.5 : 0),
    place:
      (new RegExp(String.raw`\b(?:${places})\s+(?:the\s+)?$`, 'iu').test(left) ? 1 : 0) +
      (new RegExp(String.raw`(?:^|\s)(?:${sites})$`, 'u').test(name) ? 3 : 0) +
      (/\bof\s+$/.test(left) ? 0.5 : 0) +
      (/\b[Tt]he\s+$/.test(left) && !match[1] ? 0.3 : 0),
  }
}
