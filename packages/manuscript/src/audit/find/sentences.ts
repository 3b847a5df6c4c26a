import { type Finding, finding } from '../finding.ts'
import { lineCounter, type Prose, type Reading } from '../reading.ts'
import type { Scan, Sentence } from '../scan-prose.ts'

/** Words: twice the length at which guides for plain language ask to part a sentence (25 to 30). */
const longestSentence = 60
/** Words: about a printed page. */
const longestParagraph = 300
/** Letters and digits: shorter sentences are the same by chance. Some twelve words of English. */
const shortestRepeated = 60

/** Sentences and paragraphs that are too long, of text that flows and is no quotation. */
export function lengthFindings({ prose, source }: Reading, scans: readonly Scan[]): Finding[] {
  const found: Finding[] = []
  for (let index = 0; index < prose.length; index++) {
    const { words, sentences } = scans[index]!
    const run = prose[index]!
    if (words <= longestSentence || run.type !== 'paragraph' || run.quoted) continue
    const line = lineCounter(run)
    for (const sentence of sentences) {
      if (sentence.words <= longestSentence) continue
      const message = `this sentence has ${sentence.words} words. Make two or three of it`
      found.push(finding('long-sentence', source.spot(line(sentence.from), beginning(run.text, sentence)), message))
    }
    if (words > longestParagraph) {
      const message = `this paragraph has ${words} words. Part it where its thought turns`
      found.push(finding('long-paragraph', source.whole(run.line), message))
    }
  }
  return found
}

interface Place {
  file: string
  run: Prose
  sentence: Sentence
}

/** Finds the sentences that stand in more than one page. Pages are given in order; each sentence costs one look-up. */
export class RepeatedSentences {
  readonly #first = new Map<number, Place>()

  find({ prose, source }: Reading, scans: readonly Scan[], file: string): Finding[] {
    const found: Finding[] = []
    for (let index = 0; index < prose.length; index++) {
      const run = prose[index]!
      if (run.quoted || run.again) continue
      for (const sentence of scans[index]!.sentences) {
        if (sentence.letters < shortestRepeated) continue
        const before = this.#first.get(sentence.hash)
        if (!before) this.#first.set(sentence.hash, { file, run, sentence })
        else if (before.file !== file && normal(before.run, before.sentence) === normal(run, sentence)) {
          // Equal hashes are not yet equal sentences, hence the comparison.
          const where = `${before.file}, line ${lineCounter(before.run)(before.sentence.from)}`
          const message = `this sentence already stands in ${where}. Say it once, or refer to it`
          const spot = source.spot(lineCounter(run)(sentence.from), beginning(run.text, sentence))
          found.push(finding('repeated-sentence', spot, message))
        }
      }
    }
    return found
  }
}

const normal = ({ text }: Prose, { from, to }: Sentence) =>
  text
    .slice(from, to)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** Enough of a sentence to find it in the source, where markup may part it. */
function beginning(text: string, { from, to }: Sentence): string {
  return /^[^\n\u2028’“”‘–—…]{0,40}/.exec(text.slice(from, Math.min(to, from + 40)))![0].trimEnd()
}
