import type { Block } from './markdown-passages.ts'
import type { Places } from './places.ts'

const numeral = String.raw`(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|[\p{Lu}\p{Ll}]{3,14}-(?:one|two|three|four|five|six|seven|eight|nine))`
const title = String.raw`(?:\s*[.:—–-]+\s*\S.{0,80}|[.:]?)`
const part = new RegExp(
  String.raw`^(?:part|book|volume|act|teil|buch|partie|livre|parte|libro|deel|часть)\s+(?:the\s+)?${numeral}${title}$`,
  'iu',
)
const chapter = new RegExp(
  String.raw`^(?:(?:chapter|section|scene|kapitel|chapitre|cap[íi]tulo|capitolo|hoofdstuk|rozdział|глава)\s+${numeral}${title}|第.{1,6}[章回节].{0,40})$`,
  'iu',
)
const matter =
  /^(?:prologue|epilogue|preface|foreword|introduction|afterword|conclusion|acknowledge?ments|contents|appendix(?: [a-z\d])?|glossary|index|prolog|epilog|vorwort|nachwort|einleitung|prologue|épilogue|avant-propos|prólogo|epílogo)[.:]?$/iu
const roman = /^(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\.?$/
const smallWords = new Set(
  'a an and as at but by for from in into nor of on or over the to with vs von und der die das de la le et du des y el los'.split(
    ' ',
  ),
)

/**
 * The block passages of plain text: paragraphs parted by blank lines. A heading is recognised only when a short line
 * stands alone: a numbered division ("CHAPTER ONE", "Kapitel 3: Das Watt", "IV"), a name of front or back matter, or a
 * line all in upper case or title case that ends in no punctuation and has prose after it.
 */
export function textBlocks(text: string, at: Places): Block[] {
  const blocks: Block[] = []
  let start = -1
  for (let line = 0; line <= at.lines; line++) {
    const blank = line === at.lines || text.slice(at.lineStart(line), at.lineStart(line + 1)).trim() === ''
    if (!blank && start < 0) start = line
    if (blank && start >= 0) {
      blocks.push({ kind: 'paragraph', start, end: line, trimmed: true })
      start = -1
    }
  }
  return blocks.map((block, index) => {
    const level = headingLevel(blockText(text, at, block), index + 1 < blocks.length)
    if (level === undefined) return block
    const name = blockText(text, at, block).replace(/\s+/g, ' ')
    return { ...block, kind: 'heading', heading: { level, title: name } }
  })
}

function blockText(text: string, at: Places, block: Block): string {
  return text.slice(at.lineStart(block.start), at.lineStart(block.end)).trim()
}

/** 1 for a part, 2 for a chapter, 3 for a title within one; undefined for prose. */
function headingLevel(block: string, hasMore: boolean): number | undefined {
  if (block.length > 120) return undefined
  const lines = block.split(/\r\n?|\n/).map(line => line.trim())
  // A numbered division may have its title on the next line.
  if (lines.length <= 2 && part.test(lines[0]!)) return 1
  if (lines.length <= 2 && (chapter.test(lines[0]!) || roman.test(lines[0]!))) return 2
  if (lines.length > 1) return undefined
  if (matter.test(block)) return 2
  return hasMore && block.length <= 60 && looksLikeTitle(block) ? 3 : undefined
}

function looksLikeTitle(line: string): boolean {
  if (/[.,;:!?…"'”’»)\]*_-]$/.test(line) || /^["'“‘«—–\-*>#[(]/.test(line)) return false
  const words = line.match(/[\p{L}\p{N}'’.-]+/gu) ?? []
  const cased = words.filter(word => /[\p{Lu}\p{Ll}]/u.test(word))
  if (cased.length === 0 || cased.join('').length < 4) return false
  if (!/\p{Ll}/u.test(line)) return true
  // "Hindhead, Haslemere" is where a letter was written.
  if (line.includes(',')) return false
  const weighty = cased.filter(word => !smallWords.has(word))
  return words.length >= 2 && /^\p{Lu}/u.test(words[0]!) && weighty.every(word => /^[\p{Lu}\p{N}]/u.test(word))
}
