/** What formulas read, of running text only. */
export interface Measures {
  words: number
  sentences: number
  /** Letters and digits. */
  letters: number
  syllables: number
  /** Words of more than six letters. */
  longWords: number
  /** Words of three syllables or more, their endings -es, -ed and -ing and names left out. */
  complexWords: number
  /** Words of three syllables or more. */
  polysyllables: number
  /** Words of one syllable. */
  monosyllables: number
  /** Words that are not on Dale and Chall's list. */
  unfamiliarWords: number
}

type Formula<Read extends keyof Measures> = (measures: Pick<Measures, Read>) => number
type Flesch = Formula<'words' | 'sentences' | 'syllables'>

/** How easy English is to read, about 0 (hardest) to 100: R. Flesch, "A new readability yardstick", 1948. */
export const flesch: Flesch = ({ words, sentences, syllables }) =>
  206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words)

/** Flesch's scale for German: T. Amstad, "Wie verständlich sind unsere Zeitungen?", 1978. */
export const amstad: Flesch = ({ words, sentences, syllables }) => 180 - words / sentences - 58.5 * (syllables / words)

/**
 * Flesch's scale for Spanish: J. Fernández Huerta, "Medidas sencillas de lecturabilidad", 1959. In print the formula
 * takes sentences per 100 words where it must take words per sentence: G. Law, "Error in the Fernández Huerta
 * readability formula", 2011.
 */
export const fernandezHuerta: Flesch = ({ words, sentences, syllables }) =>
  206.84 - 60 * (syllables / words) - 1.02 * (words / sentences)

/** Flesch's scale for French: L. Kandel and A. Moles, "Application de l'indice de Flesch à la langue française", 1958. */
export const kandelMoles: Flesch = ({ words, sentences, syllables }) =>
  207 - 1.015 * (words / sentences) - 73.6 * (syllables / words)

/**
 * Flesch's scale for Italian: V. Franchina and R. Vacca, 1972. Their second formula, of 1986, proved less reliable
 * (P. Lucisano, "Misurare le parole", 1992).
 */
export const franchinaVacca: Flesch = ({ words, sentences, syllables }) =>
  206 - words / sentences - 65 * (syllables / words)

/** Flesch's scale for Dutch: W. H. Douma, "De leesbaarheid van landbouwbladen", 1960. */
export const douma: Flesch = ({ words, sentences, syllables }) =>
  206.84 - 0.93 * (words / sentences) - 77 * (syllables / words)

/** Flesch's scale for Brazilian Portuguese: T. Martins et al., "Readability formulas applied to textbooks", 1996. */
export const martins: Flesch = ({ words, sentences, syllables }) =>
  248.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words)

/** Flesch's scale for Russian: I. Oborneva, "Автоматизированная оценка сложности учебных текстов", 2006. */
export const oborneva: Flesch = ({ words, sentences, syllables }) =>
  206.835 - 1.3 * (words / sentences) - 60.1 * (syllables / words)

/** Years of school in the United States: J. P. Kincaid et al., "Derivation of new readability formulas", 1975. */
export const fleschKincaid: Flesch = ({ words, sentences, syllables }) =>
  0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59

/** Years of school: R. Gunning, "The Technique of Clear Writing", 1952. */
export const gunningFog: Formula<'words' | 'sentences' | 'complexWords'> = ({ words, sentences, complexWords }) =>
  0.4 * (words / sentences + 100 * (complexWords / words))

/** Years of school: G. H. McLaughlin, "SMOG grading: a new readability formula", 1969; made for 30 sentences or more. */
export const smog: Formula<'sentences' | 'polysyllables'> = ({ sentences, polysyllables }) =>
  3.1291 + 1.043 * Math.sqrt(polysyllables * (30 / sentences))

/** Years of school: M. Coleman and T. L. Liau, "A computer readability formula designed for machine scoring", 1975. */
export const colemanLiau: Formula<'words' | 'sentences' | 'letters'> = ({ words, sentences, letters }) =>
  0.0588 * ((100 * letters) / words) - 0.296 * ((100 * sentences) / words) - 15.8

/** Years of school: R. J. Senter and E. A. Smith, "Automated readability index", 1967. */
export const automatedReadability: Formula<'words' | 'sentences' | 'letters'> = ({ words, sentences, letters }) =>
  4.71 * (letters / words) + 0.5 * (words / sentences) - 21.43

/**
 * A score: 4.9 and less is understood in the fourth year of school, 9 and more in college. E. Dale and J. Chall, "A
 * formula for predicting readability", 1948, here with the longer list of "Readability revisited", 1995.
 */
export const daleChall: Formula<'words' | 'sentences' | 'unfamiliarWords'> = ({
  words,
  sentences,
  unfamiliarWords,
}) => {
  const share = 100 * (unfamiliarWords / words)
  return 0.1579 * share + 0.0496 * (words / sentences) + (share > 5 ? 3.6365 : 0)
}

/** About 20 (easiest) to 60 in any language written with letters: C. H. Björnsson, "Läsbarhet", 1968. */
export const lix: Formula<'words' | 'sentences' | 'longWords'> = ({ words, sentences, longWords }) =>
  words / sentences + 100 * (longWords / words)

/** Long words a sentence: J. Anderson, "Lix and Rix: variations on a little-known readability index", 1983. */
export const rix: Formula<'sentences' | 'longWords'> = ({ sentences, longWords }) => longWords / sentences

/** Years of school in Austria: R. Bamberger and E. Vanecek, "Lesen – Verstehen – Lernen – Schreiben", 1984, first formula. */
export const wienerSachtext: Formula<'words' | 'sentences' | 'polysyllables' | 'longWords' | 'monosyllables'> = ({
  words,
  sentences,
  polysyllables,
  longWords,
  monosyllables,
}) =>
  19.35 * (polysyllables / words) +
  0.1672 * (words / sentences) +
  12.97 * (longWords / words) -
  3.27 * (monosyllables / words) -
  0.875

/** 0 (hardest) to 100 in Italian: P. Lucisano and M. E. Piemontese, "GULPEASE: una formula per la predizione", 1988. */
export const gulpease: Formula<'words' | 'sentences' | 'letters'> = ({ words, sentences, letters }) =>
  89 + (300 * sentences - 10 * letters) / words
