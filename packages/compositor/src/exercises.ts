import type { Passage } from '@octavo/manuscript'
import { primaryLanguage } from '@octavo/manuscript'
import { directive, type Formats, sentenceMyst } from './blocks.ts'
import { definitionsIn } from './definitions.ts'
import type { Footnotes } from './footnotes.ts'
import { keySentences } from './key-sentences.ts'
import type { Phrases } from './phrases.ts'
import { escapeMyst, fingerprint, plain } from './plain.ts'
import { pointsBack, splitSentences } from './sentences.ts'
import { proseBlocks } from './substance.ts'
import { wordsOf } from './words.ts'

interface Question {
  stem: string
  answer: string
  passage: Passage
  score: number
}

const most = 4
// Words that point elsewhere, quotations and formulas make a sentence no question.
const unfit = /[“”"$\\]|\b(?:this|these|those|above|below|here|they|them|he|she)\b/i
const count = 'two|three|four|five|six|seven'

/**
 * Exercises on a chapter, each answered by a sentence of the author: what a defined term means, the reason a sentence
 * gives ("… because …"), or the items it lists. At most four, of different passages, in the order of the text.
 */
export function exercises(
  passages: Passage[],
  chapter: number,
  language: string,
  phrases: Phrases,
  footnotes: Footnotes,
  formats: Formats,
): string[] {
  const chosen = choose(passages, language, phrases, formats)
  if (chosen.length === 0) return []
  const blocks = chosen.map((question, index) => {
    const label = `exercise-${chapter + 1}-${index + 1}`
    const answer = `${question.answer}${footnotes.mark(question.passage)}`
    return [
      directive('exercise', question.stem, { lines: [`:label: ${label}`, ':class: octavo-own'] }),
      directive('solution', answer, {
        argument: label,
        lines: [`:label: solution-${chapter + 1}-${index + 1}`, ':class: dropdown'],
      }),
    ].join('\n\n')
  })
  return [...blocks, directive('div', phrases.questionsBy, { lines: [':class: octavo-own'] })]
}

function choose(passages: Passage[], language: string, phrases: Phrases, formats: Formats): Question[] {
  const all = [
    ...ofMeaning(passages, language, phrases),
    ...(primaryLanguage(language) === 'en' ? ofReason(passages, language, phrases, formats) : []),
  ]
  const chosen: Question[] = []
  const take = (question: Question | undefined) => {
    const alike = (other: Question) =>
      other.passage.id === question?.passage.id || fingerprint(other.answer) === fingerprint(question?.answer ?? '')
    if (question && chosen.length < most && !chosen.some(alike)) chosen.push(question)
  }
  // Half of them at most may ask for a definition; the better half should ask why.
  const ranked = all.sort((a, b) => b.score - a.score || passages.indexOf(a.passage) - passages.indexOf(b.passage))
  for (const question of ranked.filter(each => each.score >= 2)) take(question)
  for (const question of ranked.filter(each => each.score < 2)) if (chosen.length < most) take(question)
  return chosen.sort((a, b) => passages.indexOf(a.passage) - passages.indexOf(b.passage))
}

function ofMeaning(passages: Passage[], language: string, phrases: Phrases): Question[] {
  return definitionsIn(passages, language)
    .filter(({ meaning, by }) => by !== 'called' && wordsOf(meaning, language).length >= 8 && !meaning.endsWith(':'))
    .map(({ term, meaning, passage, by }) => ({
      stem: phrases.whatIs(`*${escapeMyst(term)}*`),
      answer: escapeMyst(meaning),
      passage,
      score: by === 'list' ? 1 : 1.5,
    }))
}

function ofReason(passages: Passage[], language: string, phrases: Phrases, formats: Formats): Question[] {
  const central = new Set(keySentences(passages, language, 20, 0.6).map(sentence => sentence.text))
  return passages
    .filter(passage => passage.kind === 'paragraph' || passage.kind === 'definition')
    .flatMap(passage =>
      proseBlocks(passage).flatMap(block =>
        splitSentences(block, language).flatMap((sentence): Question[] => {
          const text = plain(sentence.text)
          const words = wordsOf(text, language).length
          if (words < 10 || words > 38 || pointsBack(text, language) || !text.endsWith('.') || unfit.test(text))
            return []
          const bonus = central.has(text) ? 1 : 0
          const reason = /^([^:;]{25,140}?),? because (?!of\b)([^:;]{25,})$/.exec(text)
          if (reason && !/\bnot\b/.test(reason[1]!))
            return [
              {
                stem: `${phrases.because} “${escapeMyst(reason[1]!)} because …”`,
                answer: sentenceMyst(sentence.text, passage, formats),
                passage,
                score: 2 + bonus,
              },
            ]
          const list = new RegExp(String.raw`^(.{0,80}\b(?:${count}) [^:,]{3,60}):\s(.+,.+)$`, 'i').exec(text)
          if (list)
            return [
              {
                stem: `${phrases.nameThem} “${escapeMyst(list[1]!)}: …”`,
                answer: sentenceMyst(sentence.text, passage, formats),
                passage,
                score: 3,
              },
            ]
          return []
        }),
      ),
    )
}
