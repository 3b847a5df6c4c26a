import { primaryLanguage } from '@octavo/manuscript'

/** The compositor's own words in a book: titles of boxes, stems of questions. Few and plain; everything else is the author's. */
export interface Phrases {
  inThisChapter: string
  summary: string
  introduction: string
  terms: (terms: string[]) => string
  whatIs: (term: string) => string
  gap: string
  because: string
  nameThem: string
  questionsBy: string
  term: string
  meaning: string
  line: string
  lines: string
  and: string
}

const english: Phrases = {
  inThisChapter: 'In this chapter',
  summary: 'In short',
  introduction: 'Introduction',
  terms: terms => `Say what is meant by ${join(terms, 'and')}.`,
  whatIs: term => `What is meant by ${term}?`,
  gap: 'Fill the gap:',
  because: 'Complete the reason:',
  nameThem: 'Complete the list:',
  questionsBy: 'The questions are set by the compositor; each answer is the author’s own sentence.',
  term: 'Term',
  meaning: 'Meaning',
  line: 'line',
  lines: 'lines',
  and: 'and',
}

const all: Record<string, Phrases> = {
  en: english,
  de: {
    inThisChapter: 'In diesem Kapitel',
    summary: 'Kurz gesagt',
    introduction: 'Einführung',
    terms: terms => `Sagen, was ${join(terms, 'und')} bedeutet.`,
    whatIs: term => `Was bedeutet ${term}?`,
    gap: 'Die Lücke füllen:',
    because: 'Den Grund ergänzen:',
    nameThem: 'Die Aufzählung ergänzen:',
    questionsBy: 'Die Fragen stellt der Setzer; jede Antwort ist ein Satz des Autors.',
    term: 'Begriff',
    meaning: 'Bedeutung',
    line: 'Zeile',
    lines: 'Zeilen',
    and: 'und',
  },
  fr: {
    inThisChapter: 'Dans ce chapitre',
    summary: 'En bref',
    introduction: 'Introduction',
    terms: terms => `Dire ce que signifie ${join(terms, 'et')}.`,
    whatIs: term => `Que signifie ${term} ?`,
    gap: 'Compléter la phrase :',
    because: 'Compléter la raison :',
    nameThem: 'Compléter l’énumération :',
    questionsBy: 'Les questions sont posées par le compositeur ; chaque réponse est une phrase de l’auteur.',
    term: 'Terme',
    meaning: 'Sens',
    line: 'ligne',
    lines: 'lignes',
    and: 'et',
  },
  es: {
    inThisChapter: 'En este capítulo',
    summary: 'En resumen',
    introduction: 'Introducción',
    terms: terms => `Decir qué significa ${join(terms, 'y')}.`,
    whatIs: term => `¿Qué significa ${term}?`,
    gap: 'Completar la frase:',
    because: 'Completar la razón:',
    nameThem: 'Completar la enumeración:',
    questionsBy: 'Las preguntas las pone el compositor; cada respuesta es una frase del autor.',
    term: 'Término',
    meaning: 'Significado',
    line: 'línea',
    lines: 'líneas',
    and: 'y',
  },
}

/** The compositor's words in the language of the book; English where it has none. */
export function phrasesFor(language: string): Phrases {
  return all[primaryLanguage(language)] ?? english
}

/** "a, b and c". */
export function join(items: string[], and: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`
}
