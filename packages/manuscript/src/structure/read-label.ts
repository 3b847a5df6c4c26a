import { fold, type Lexicon, type Meaning } from './languages/lexicon.ts'
import { isSentence, roughWords } from './prose-line.ts'
import { type NumberSystem, type ReadNumber, readHan, readNumber } from './read-number.ts'
import type { MatterRole } from './structure.ts'

/** What a line says about itself, when it reads like the beginning of something. */
export interface Label {
  kind: 'division' | 'chapter' | 'number' | 'matter' | 'unnumbered'
  /** 0 to 2 for volumes, books and parts, 3 for chapters. */
  rank: number
  /** Lines with the same word number one series: `en:chapter`; empty for a number alone. */
  series: string
  role?: MatterRole
  number?: number
  system?: NumberSystem
  /** As printed: `CHAPTER XII`. Empty where there is no number. */
  printed: string
  /** What stands behind the number and what parts it from that; for front and back matter all of it. */
  title: string
  /** Punctuation or the end of the line stands between number and title. */
  separated: boolean
}

/** Longer lines are paragraphs. */
const longestLabel = 240
/** A number, a title, and a second line of that. */
const mostLines = 3
const chapterRank = 3

interface Word {
  text: string
  start: number
  end: number
}

/**
 * Reads a line, or the lines of a short block, as the beginning of a chapter, a part, or front or back matter: a word for
 * it and a number in either order, a number alone or before a title, or the name of a piece of matter. A line of prose
 * that begins in the same way is none: what follows goes on in small letters, or reads as a sentence.
 */
export function readLabel(text: string, lexicons: readonly Lexicon[]): Label | undefined {
  if (text.length > longestLabel || text.split('\n', mostLines + 1).length > mostLines) return undefined
  const line = undecorated(text)
  if (line === '') return undefined
  const counted = readCounted(line, lexicons)
  if (counted) return counted
  const words = wordsOf(line)
  if (words.length === 0 || words[0]!.start > 0) return undefined
  return readNamed(line, words, lexicons) ?? readOrdinal(line, words, lexicons) ?? readBare(line, words, lexicons)
}

/** Without the ornaments that stand around a number: `— IV —`, `* 3 *`, `[12]`. */
function undecorated(text: string): string {
  const line = text.replace(/^[\s*~#[(<–—•·\-_=]+/, '').trimEnd()
  return line.replace(/(?<=[^\s*~\])>–—•·\-_=])[\s*~\])>–—•·\-_=]+$/, '')
}

function wordsOf(line: string): Word[] {
  return [...line.matchAll(/[\p{L}\p{M}\p{N}'’\u00ba\u00aa]+/gu)].map(({ 0: word, index }) => ({
    text: fold(word),
    start: index,
    end: index + word.length,
  }))
}

const han = '0-9〇零一二三四五六七八九十百千两兩廿卅'
const counter = new RegExp(
  `^第\\s*([${han}]+)\\s*(\\p{Script=Han})|^([${han}]+)(\\p{Script=Han})(?=$|[\\s:：.、])`,
  'u',
)
const reversed = new RegExp(`^(\\p{Script=Han})之?([${han}]+)(?=$|[\\s:：.、])`, 'u')
const thirds = /^([上中下])(\p{Script=Han})(?=$|[\s:：.、])/u

/** 第三章, 三章, 卷三, 上部: the word is a counter that stands right at its number. */
function readCounted(text: string, lexicons: readonly Lexicon[]): Label | undefined {
  const line = text.replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  const third = thirds.exec(line)
  const back = reversed.exec(line)
  const match = counter.exec(line) ?? third ?? back
  if (!match) return undefined
  const [digits = '', word = ''] = third
    ? [String('上中下'.indexOf(third[1]!) + 1), third[2]]
    : match === back
      ? [back[2], back[1]]
      : [match[1] ?? match[3], match[2] ?? match[4]]
  const meaning = meaningOf(word, lexicons)
  const number = /^\d+$/.test(digits) ? Number(digits) : readHan(digits)
  if (!number || (meaning?.kind !== 'chapter' && meaning?.kind !== 'division')) return undefined
  const rest = line.slice(match[0].length)
  const title = rest.replace(/^[\s:：.、．·—-]+/, '')
  if (/[。！？]$|，/.test(title) || title.length > 40) return undefined
  const system = /^\d+$/.test(digits) ? 'arabic' : 'han'
  return {
    ...series(meaning),
    number,
    system,
    printed: match[0],
    title: title.trim(),
    separated: rest !== title || title === '',
  }
}

function series(meaning: Meaning & { kind: 'chapter' | 'division' }): Pick<Label, 'kind' | 'rank' | 'series'> {
  const rank = meaning.kind === 'division' ? meaning.rank : chapterRank
  return { kind: meaning.kind, rank, series: meaning.word }
}

function meaningOf(key: string, lexicons: readonly Lexicon[]): Meaning | undefined {
  for (const { meanings } of lexicons) {
    const meaning = meanings.get(key)
    if (meaning) return meaning
  }
  return undefined
}

/** The longest run of words from `at` that means something. Within a run only blanks and hyphens part words. */
function meaningAt(line: string, words: readonly Word[], at: number, lexicons: readonly Lexicon[]) {
  const longest = Math.max(...lexicons.map(lexicon => lexicon.longest))
  let count = 0
  while (count < longest && at + count < words.length) {
    if (count > 0 && !/^[\s-]+$/.test(line.slice(words[at + count - 1]!.end, words[at + count]!.start))) break
    count++
  }
  for (; count > 0; count--) {
    const key = words
      .slice(at, at + count)
      .map(word => word.text)
      .join(' ')
    const meaning = meaningOf(key, lexicons)
    if (meaning) return { meaning, next: at + count }
  }
  return undefined
}

/** The number at a word, its end, and what stands behind it. */
function numberAt(line: string, words: readonly Word[], at: number, lexicons: readonly Lexicon[]) {
  const near: string[] = []
  for (let index = at; index < Math.min(words.length, at + 5); index++) {
    if (index > at && !/^[ -]$/.test(line.slice(words[index - 1]!.end, words[index]!.start))) break
    near.push(words[index]!.text)
  }
  const number = readNumber(near, lexicons)
  return number && { number, next: at + number.words, end: words[at + number.words - 1]!.end }
}

/** "Chapter XII", "Part the First: Boyhood", "Appendix B", "Epilogue", "Notes". */
function readNamed(line: string, words: readonly Word[], lexicons: readonly Lexicon[]): Label | undefined {
  const found = meaningAt(line, words, 0, lexicons)
  if (!found) return undefined
  const { meaning, next } = found
  if (meaning.kind === 'unnumbered') return readUnnumbered(line, words, next)
  if (meaning.kind === 'matter') return readMatter(line, words, next, meaning.role, lexicons)
  const between = line.slice(words[next - 1]!.end, words[next]?.start ?? line.length)
  if (!/^[\s.:#№\-–—]*$/.test(between)) return undefined
  const isArticle = words[next] !== undefined && lexicons.some(({ articles }) => articles.has(words[next]!.text))
  const count = numberAt(line, words, isArticle ? next + 1 : next, lexicons)
  if (count && (!isArticle || count.number.ordinal)) {
    const { number, end } = letterRather(line, words[next]!, count, meaning)
    return titled(line, { ...series(meaning), ...numbered(number), printed: line.slice(0, end) }, end)
  }
  const letter = letterAt(line, words[next])
  if (!letter || meaning.kind !== 'division') return undefined
  return titled(
    line,
    { ...series(meaning), ...numbered(letter), printed: line.slice(0, words[next]!.end) },
    words[next]!.end,
  )
}

const numbered = ({ value, system }: Pick<ReadNumber, 'value' | 'system'>) => ({ number: value, system })

function letterAt(line: string, word: Word | undefined): Pick<ReadNumber, 'value' | 'system'> | undefined {
  if (!word || !/^[A-Z]$/.test(line.slice(word.start, word.end))) return undefined
  return { value: line.charCodeAt(word.start) - 64, system: 'letter' }
}

/** Parts A, B, C and D: the last two are roman numbers only where books have hundreds of parts. */
function letterRather(line: string, word: Word, found: { number: ReadNumber; end: number }, { kind }: Meaning) {
  const letter = kind === 'division' && /^[CDLM]$/.test(line.slice(word.start, word.end)) && letterAt(line, word)
  return letter ? { number: letter, end: found.end } : found
}

/** "First Chapter", "The Second Part", "Primera parte", "12. Kapitel". */
function readOrdinal(line: string, words: readonly Word[], lexicons: readonly Lexicon[]): Label | undefined {
  const isArticle = lexicons.some(({ articles }) => articles.has(words[0]!.text))
  const found = numberAt(line, words, isArticle ? 1 : 0, lexicons)
  if (!found) return undefined
  const { number, next, end } = found
  const between = line.slice(end, words[next]?.start ?? end)
  const dotted = (number.system === 'arabic' || number.system === 'roman') && /^\.\s*$/.test(between)
  if (!dotted && !(number.ordinal && /^\s+$/.test(between))) return undefined
  const word = meaningAt(line, words, next, lexicons)
  if (word?.meaning.kind !== 'chapter' && word?.meaning.kind !== 'division') return undefined
  const stop = words[word.next - 1]!.end
  const label = titled(line, { ...series(word.meaning), ...numbered(number), printed: line.slice(0, stop) }, stop)
  return label?.separated ? label : undefined
}

/** "XIV", "12.", "3 – The Return", "Twenty-One". */
function readBare(line: string, words: readonly Word[], lexicons: readonly Lexicon[]): Label | undefined {
  const found = numberAt(line, words, 0, lexicons)
  if (!found || (found.number.ordinal && found.number.system === 'arabic')) return undefined
  const { number, end } = found
  // 1.2 numbers a section.
  if (/^\.\d/.test(line.slice(end))) return undefined
  const label = titled(
    line,
    { kind: 'number', rank: chapterRank, series: '', ...numbered(number), printed: line.slice(0, end) },
    end,
  )
  if (!label || label.title === '') return label
  if (!label.separated && number.system !== 'arabic') return undefined
  const comma = line[end] === ','
  return comma || /^\p{Ll}/u.test(label.title) ? undefined : label
}

/** The label with its title; undefined where what stands behind the number goes on as prose. */
function titled(line: string, label: Omit<Label, 'title' | 'separated'>, end: number): Label | undefined {
  const rest = line.slice(end)
  const parting = /^[^\S\n]*(?:[.:;,)\]–—―|·•-]+[.\s–—―|·•-]*|\n\s*)?\s*/.exec(rest)![0]
  const title = withoutStop(rest.slice(parting.length))
  const separated = title === '' || /[^\s]|\n/.test(parting)
  if (!separated && !/^["'“‘«„¿¡([]?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(title)) return undefined
  const written = rest.slice(parting.length).trim()
  // Behind a word, a number and a stop a title may be a sentence: "SCENE I. A room of state in the castle."
  const named = label.series !== '' && separated && roughWords(title) <= longestSentence && !/[,;:”"’»]$/.test(written)
  return title !== '' && !named && isSentence(written) ? undefined : { ...label, title, separated }
}

const longestSentence = 12

/** A title printed with a full stop has none elsewhere; an abbreviation or an ellipsis keeps its own. */
export function withoutStop(title: string): string {
  const flat = title.replace(/\s+/g, ' ').trim()
  return /[^.\s\p{Lu}]\.$/u.test(flat) && !/\b(?:etc|jr|sr|co|inc|ltd)\.$/i.test(flat) ? flat.slice(0, -1) : flat
}

function readUnnumbered(line: string, words: readonly Word[], next: number): Label | undefined {
  const rest = line.slice(words[next - 1]!.end)
  if (rest !== '' && !/^\s*[.:–—\n]/.test(rest)) return undefined
  return isSentence(line)
    ? undefined
    : { kind: 'unnumbered', rank: chapterRank, series: '', printed: '', title: withoutStop(line), separated: true }
}

// What these are about often stands in their title: "Preface to the Second Edition".
const withObject = new Set<MatterRole>(['preface', 'foreword', 'afterword', 'acknowledgements', 'about'])
const preposition = /^\s+(?:to|of|by|for|zur|zum|von|à|de|du|al|alla|a|da|do|ao|bij|van|do|till|av|к|ко)\s/i

function readMatter(
  line: string,
  words: readonly Word[],
  next: number,
  role: MatterRole,
  lexicons: readonly Lexicon[],
): Label | undefined {
  const named = words[next - 1]!.end
  const label = { kind: 'matter' as const, rank: chapterRank, series: '', role, printed: '' }
  const rest = line.slice(named)
  const whole = withoutStop(line)
  if (/^\s*[.:]?\s*$/.test(rest)) return { ...label, title: whole.replace(/[.:]$/, ''), separated: true }
  const word = words[next]
  if (word && /^\s+$/.test(line.slice(named, word.start))) {
    const letter = letterAt(line, word)
    const number = letter ? { number: letter, end: word.end } : numberAt(line, words, next, lexicons)
    const read = number && titled(line, { ...label, ...numbered(number.number) }, number.end)
    if (read?.separated || (read && role === 'appendix')) return { ...read, title: whole }
    if (withObject.has(role) && preposition.test(rest) && !isSentence(line))
      return { ...label, title: whole, separated: false }
    return undefined
  }
  const read = titled(line, label, named)
  if (/[^.]\.$/.test(line)) return undefined
  if (!read?.separated || /^\p{Ll}|^[^\p{L}\p{N}"“„«]/u.test(read.title) || line[named] === ',') return undefined
  return { ...read, title: whole }
}
