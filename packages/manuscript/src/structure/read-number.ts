import { fold, type Lexicon } from './languages/lexicon.ts'

export type NumberSystem = 'arabic' | 'roman' | 'words' | 'han' | 'letter'

export interface ReadNumber {
  value: number
  system: NumberSystem
  ordinal: boolean
  /** How many of the words it takes. */
  words: number
}

const romanDigits: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }
const roman = /^m{0,3}(cm|cd|d?c{0,4})(xc|xl|l?x{0,4})(ix|iv|v?i{0,4})$/
/** Books have fewer chapters; `MIX` and `DC` are words more often than numbers. */
const largestRoman = 399

/** The value of a roman number from 1 to 399; old prints write IIII for IV. Undefined for anything else. */
export function readRoman(text: string): number | undefined {
  const digits = text.toLowerCase()
  if (digits === '' || digits.length > 12 || !roman.test(digits)) return undefined
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const value = romanDigits[digits[at]!]!
    sum += value < (romanDigits[digits[at + 1] ?? ''] ?? 0) ? -value : value
  }
  return sum <= largestRoman ? sum : undefined
}

const hanDigits = '〇一二三四五六七八九'
const hanVariants: Record<string, string> = {
  零: '〇',
  两: '二',
  兩: '二',
  壹: '一',
  贰: '二',
  貳: '二',
  叁: '三',
  參: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  陸: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
  廿: '二十',
  卅: '三十',
  初: '',
}
const hanUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/** The value of a number in Han digits: 十二, 一百零三, 二〇. Undefined for anything else, and for 0. */
export function readHan(text: string): number | undefined {
  const digits = [...text].map(digit => hanVariants[digit] ?? digit).join('')
  if (!/^[〇一二三四五六七八九十百千]{1,9}$/.test(digits)) return undefined
  if (!/[十百千]/.test(digits)) return Number([...digits].map(digit => hanDigits.indexOf(digit)).join('')) || undefined
  let sum = 0
  let digit = 0
  for (const character of digits) {
    const unit = hanUnits[character]
    if (unit) {
      sum += (digit || 1) * unit
      digit = 0
    } else digit = hanDigits.indexOf(character)
  }
  return sum + digit || undefined
}

const arabic = /^(\d{1,4})(st|nd|rd|th|er|re|ere|e|eme|o|a|te|ste|de|\u00ba|\u00aa)?$/

/** The number a run of folded words begins with, the longest one. */
export function readNumber(words: readonly string[], lexicons: readonly Lexicon[]): ReadNumber | undefined {
  const [first] = words
  if (first === undefined) return undefined
  const figures = arabic.exec(first)
  if (figures) {
    const value = Number(figures[1])
    return value > 0 ? { value, system: 'arabic', ordinal: figures[2] !== undefined, words: 1 } : undefined
  }
  for (let count = Math.min(5, words.length); count > 0; count--) {
    const key = words.slice(0, count).join(' ')
    for (const { numbers, ordinals } of lexicons) {
      const value = numbers.get(key)
      if (value) return { value, system: 'words', ordinal: ordinals.has(key), words: count }
    }
  }
  const digits = readRoman(first)
  if (digits) return { value: digits, system: 'roman', ordinal: false, words: 1 }
  const han = readHan(first)
  return han ? { value: han, system: 'han', ordinal: false, words: 1 } : undefined
}

/** As `readNumber`, of the whole of a text. */
export function wholeNumber(text: string, lexicons: readonly Lexicon[]): ReadNumber | undefined {
  const words = fold(text).split(/[\s-]+/)
  const number = readNumber(words, lexicons)
  return number?.words === words.length ? number : undefined
}
