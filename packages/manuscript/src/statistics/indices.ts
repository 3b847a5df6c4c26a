import { primaryLanguage } from '../language.ts'
import type { Counts } from './counts.ts'
import * as formulas from './formulas.ts'

export const indexNames = [
  'fleschReadingEase',
  'fleschKincaidGrade',
  'gunningFog',
  'smog',
  'colemanLiau',
  'automatedReadability',
  'daleChall',
  'lix',
  'rix',
  'wienerSachtext',
  'gulpease',
] as const
export type IndexName = (typeof indexNames)[number]

/**
 * Why an index has no value: its formula was made for other languages (`language`), for words with blanks between them in
 * the script of the language (`script`), for at least 100 words (`too-short`), for at least 30 sentences
 * (`too-few-sentences`).
 */
export const reasons = ['language', 'script', 'too-short', 'too-few-sentences'] as const
export type Reason = (typeof reasons)[number]

/** A readability index. Either `value` or `because` is null. */
export interface Index {
  /** To two places. */
  value: number | null
  because: Reason | null
  /** Whose formula it is; null where there is none for the language. */
  formula: string | null
}

interface Definition {
  name: string
  formula: (measures: formulas.Measures) => number
  fewestSentences?: number
}

const english: Partial<Record<IndexName, Definition>> = {
  fleschReadingEase: { name: 'Flesch 1948', formula: formulas.flesch },
  fleschKincaidGrade: { name: 'Kincaid et al. 1975', formula: formulas.fleschKincaid },
  gunningFog: { name: 'Gunning 1952', formula: formulas.gunningFog },
  smog: { name: 'McLaughlin 1969', formula: formulas.smog, fewestSentences: 30 },
  colemanLiau: { name: 'Coleman and Liau 1975', formula: formulas.colemanLiau },
  automatedReadability: { name: 'Senter and Smith 1967', formula: formulas.automatedReadability },
  daleChall: { name: 'Dale and Chall 1948, list of 1995', formula: formulas.daleChall },
}
const byLanguage: Record<string, Partial<Record<IndexName, Definition>>> = {
  en: english,
  de: {
    fleschReadingEase: { name: 'Amstad 1978', formula: formulas.amstad },
    wienerSachtext: { name: 'Bamberger and Vanecek 1984', formula: formulas.wienerSachtext },
  },
  es: { fleschReadingEase: { name: 'Fernández Huerta 1959', formula: formulas.fernandezHuerta } },
  fr: { fleschReadingEase: { name: 'Kandel and Moles 1958', formula: formulas.kandelMoles } },
  it: {
    fleschReadingEase: { name: 'Franchina and Vacca 1972', formula: formulas.franchinaVacca },
    gulpease: { name: 'Lucisano and Piemontese 1988', formula: formulas.gulpease },
  },
  nl: { fleschReadingEase: { name: 'Douma 1960', formula: formulas.douma } },
  pt: { fleschReadingEase: { name: 'Martins et al. 1996', formula: formulas.martins } },
  ru: { fleschReadingEase: { name: 'Oborneva 2006', formula: formulas.oborneva } },
}
const everywhere: Partial<Record<IndexName, Definition>> = {
  lix: { name: 'Björnsson 1968', formula: formulas.lix },
  rix: { name: 'Anderson 1983', formula: formulas.rix },
}

/** Fewer are no sample: Flesch, Gunning and Dale and Chall all measure passages of 100 words. */
const fewestWords = 100
/** More words than this share in another script, and the text is not in its language. */
const mostForeign = 0.1

/** The readability indices of some running text, each with the reason where it has no value. */
export function indicesOf(counts: Counts, language: string): Record<IndexName, Index> {
  const own = { ...everywhere, ...byLanguage[primaryLanguage(language)] }
  const entries = indexNames.map((name): [IndexName, Index] => {
    const definition = own[name]
    if (!definition) return [name, { value: null, because: 'language', formula: null }]
    const because = obstacle(counts, definition)
    const value = because ? null : Math.round(100 * definition.formula(measures(counts))) / 100
    return [name, { value, because, formula: definition.name }]
  })
  return Object.fromEntries(entries) as Record<IndexName, Index>
}

function obstacle(counts: Counts, { fewestSentences = 1 }: Definition): Reason | null {
  if (counts.foreignWords > mostForeign * counts.runningWords) return 'script'
  if (counts.runningWords < fewestWords) return 'too-short'
  return counts.sentences < fewestSentences ? 'too-few-sentences' : null
}

/** The counts as formulas read them. Those that are null in a language belong to no formula of that language. */
function measures(counts: Counts): formulas.Measures {
  const { syllables, monosyllables, polysyllables, complexWords, unfamiliarWords } = counts
  return {
    ...counts,
    words: counts.runningWords,
    syllables: syllables ?? Number.NaN,
    monosyllables: monosyllables ?? Number.NaN,
    polysyllables: polysyllables ?? Number.NaN,
    complexWords: complexWords ?? Number.NaN,
    unfamiliarWords: unfamiliarWords ?? Number.NaN,
  }
}
