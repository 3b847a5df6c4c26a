import { toText } from 'myst-common'
import { type Finding, finding } from '../finding.ts'
import { isMasked, lineCounter, type Prose, type Reading } from '../reading.ts'
import type { Capitals, Scan, SeenWords } from '../scan-prose.ts'

/** Known to every reader, or a name rather than an abbreviation. */
const wellKnown = new Set(
  `AI AM API BBC BC BIOS CAD CD CEO CFO CIA CIO COO CPU CSS CSV CTO DIY DNA DVD EPUB EU FAQ FBI FTP GB GDP GIF GMT GPS
  GPU HTML HTTP HTTPS IBM ID IEEE IP ISBN ISO IT JPEG JPG JSON KB LED MB MBA MIT ML MP NASA NATO OK OS PC PDF PHD PM PNG
  PR QR RAM RNA ROM SIM SMS SQL SSD SSH TB TV UFO UI UK UN UNESCO UNICEF URL US USA USB USD UTC UTF VAT VIP VPN WHO WIFI
  WWW XML YAML ZIP ACM ASCII AWS BMW CERN DHL DOI HSBC MD PS README RSVP STEM TEX TODO VP VW YES NO`.split(/\s+/),
)
/** Fewer uses are more often names than abbreviations that readers have to keep in mind. */
const fewestUses = 3
/** Letters; what is longer is most often a name. */
const longest = 6
const letterS = 115
const roman = /^[IVXLCDM]+$/
/** How many uses of each are looked at for its words close by; every one for brackets. */
const closeLooks = 5

interface Use {
  count: number
  defined: boolean
  first: { reading: Reading; file: string; run: Prose; from: number }
}

/** Finds abbreviations that are written out nowhere in a book. Pages are given in order. */
export class Abbreviations {
  readonly #uses = new Map<string, Use>()
  readonly #defined: Set<string>

  constructor(defined: Iterable<string> = []) {
    this.#defined = new Set(defined)
  }

  read(reading: Reading, scans: readonly Scan[], file: string): void {
    for (const { node } of reading.abbreviations) this.#defined.add(toText(node))
    for (const written of reading.frontMatter.abbreviations) this.#defined.add(written)
    for (let index = 0; index < scans.length; index++) {
      const { capitals, words } = scans[index]!
      if (capitals.length === 0) continue
      const run = reading.prose[index]!
      // A term that is defined, in a glossary or a list, or the cell of a table that has its words beside it.
      if (
        run.type === 'definitionTerm' ||
        (run.type === 'tableCell' && capitals[0]!.to - capitals[0]!.from === run.text.length)
      )
        for (const { from, to } of capitals) this.#defined.add(run.text.slice(from, to))
      // Titles and warnings in capitals spell words.
      if (words > 2 && capitals.length * 2 > words) continue
      for (const found of capitals) this.#use(reading, file, run, found)
    }
  }

  /** What is left when all pages are read, by page. Words that also stand in lower case are words in capitals. */
  findings(seen: SeenWords): Map<string, Finding[]> {
    const byFile = new Map<string, Finding[]>()
    for (const [written, { count, defined, first }] of this.#uses) {
      if (defined || count < fewestUses || this.#defined.has(written) || seen.has(written)) continue
      const spot = first.reading.source.spot(lineCounter(first.run)(first.from), written)
      const message = `"${written}" is used ${count} times and written out nowhere. Write its words at its first use, e.g. "Its Words (${written})"`
      const found = byFile.get(first.file) ?? []
      byFile.set(first.file, found)
      found.push(finding('undefined-abbreviation', spot, message))
    }
    return byFile
  }

  #use(reading: Reading, file: string, run: Prose, { from, to }: Capitals): void {
    const { text } = run
    const end = text.charCodeAt(to - 1) === letterS ? to - 1 : to
    if (end - from > longest) return
    const written = text.slice(from, end)
    const before = this.#uses.get(written)
    if (before?.defined || (!before && (wellKnown.has(written) || roman.test(written)))) return
    // Part of a longer name, such as RSA-2048, AT&T or CI/CD.
    const beside = `${text[from - 1] ?? ''}${text[to] === '.' ? '' : (text[to] ?? '')}`
    if (/[-&/\d@#.+]/.test(beside) || isMasked(run, from)) return
    const use = before ?? { count: 0, defined: false, first: { reading, file, run, from } }
    if (!before) this.#uses.set(written, use)
    use.count++
    use.defined = isWrittenOut(text, from, to, written, use.count <= closeLooks)
  }
}

/** Whether its words stand beside an abbreviation: one of both in brackets, or with the initials that make it. */
function isWrittenOut(text: string, from: number, to: number, written: string, closely: boolean): boolean {
  if (
    text[from - 1] === '(' &&
    /^s?[),;:]/.test(text.slice(to, to + 2)) &&
    /\p{L}\s*$/u.test(text.slice(Math.max(0, from - 3), from - 1))
  )
    return true
  if (text.startsWith(' (', to) && /^ \(\p{L}+[\s-]\p{L}/u.test(text.slice(to, to + 60))) return true
  if (!closely) return false
  const near = `${text.slice(Math.max(0, from - 120), from)} ${text.slice(to, to + 120)}`
  const initials = [...near.matchAll(/\p{L}[\p{L}’']*/gu)].map(([word]) => word[0]).join('')
  return initials.toUpperCase().includes(written)
}
