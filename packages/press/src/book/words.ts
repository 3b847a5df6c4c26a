/** Words a book is printed with, in its language. `%s` stands for a number. */
export interface BookWords {
  part: string
  chapter: string
  appendix: string
  section: string
  figure: string
  table: string
  equation: string
  listing: string
  contents: string
  listOfFigures: string
  listOfTables: string
  references: string
  index: string
  notes: string
  cover: string
  see: string
  seeAlso: string
  admonitions: Record<string, string>
  proofs: Record<string, string>
}

const english: BookWords = {
  part: 'Part %s',
  chapter: 'Chapter %s',
  appendix: 'Appendix %s',
  section: 'Section %s',
  figure: 'Figure %s',
  table: 'Table %s',
  equation: 'Equation (%s)',
  listing: 'Listing %s',
  contents: 'Contents',
  listOfFigures: 'Figures',
  listOfTables: 'Tables',
  references: 'References',
  index: 'Index',
  notes: 'Notes',
  cover: 'Cover',
  see: 'see',
  seeAlso: 'see also',
  admonitions: {
    note: 'Note',
    tip: 'Tip',
    hint: 'Hint',
    important: 'Important',
    warning: 'Warning',
    caution: 'Caution',
    danger: 'Danger',
    error: 'Error',
    attention: 'Attention',
    seealso: 'See also',
    admonition: 'Note',
  },
  proofs: {
    proof: 'Proof',
    theorem: 'Theorem',
    axiom: 'Axiom',
    lemma: 'Lemma',
    definition: 'Definition',
    criterion: 'Criterion',
    remark: 'Remark',
    conjecture: 'Conjecture',
    corollary: 'Corollary',
    algorithm: 'Algorithm',
    example: 'Example',
    property: 'Property',
    observation: 'Observation',
    proposition: 'Proposition',
    assumption: 'Assumption',
    exercise: 'Exercise',
    solution: 'Solution',
  },
}

const german: BookWords = {
  part: 'Teil %s',
  chapter: 'Kapitel %s',
  appendix: 'Anhang %s',
  section: 'Abschnitt %s',
  figure: 'Abbildung %s',
  table: 'Tabelle %s',
  equation: 'Gleichung (%s)',
  listing: 'Listing %s',
  contents: 'Inhalt',
  listOfFigures: 'Abbildungen',
  listOfTables: 'Tabellen',
  references: 'Literatur',
  index: 'Register',
  notes: 'Anmerkungen',
  cover: 'Umschlag',
  see: 'siehe',
  seeAlso: 'siehe auch',
  admonitions: {
    note: 'Hinweis',
    tip: 'Tipp',
    hint: 'Hilfe',
    important: 'Wichtig',
    warning: 'Warnung',
    caution: 'Vorsicht',
    danger: 'Gefahr',
    error: 'Fehler',
    attention: 'Achtung',
    seealso: 'Siehe auch',
    admonition: 'Hinweis',
  },
  proofs: {
    proof: 'Beweis',
    theorem: 'Satz',
    axiom: 'Axiom',
    lemma: 'Lemma',
    definition: 'Definition',
    criterion: 'Kriterium',
    remark: 'Bemerkung',
    conjecture: 'Vermutung',
    corollary: 'Korollar',
    algorithm: 'Algorithmus',
    example: 'Beispiel',
    property: 'Eigenschaft',
    observation: 'Beobachtung',
    proposition: 'Proposition',
    assumption: 'Annahme',
    exercise: 'Aufgabe',
    solution: 'Lösung',
  },
}

const french: BookWords = {
  part: 'Partie %s',
  chapter: 'Chapitre %s',
  appendix: 'Annexe %s',
  section: 'Section %s',
  figure: 'Figure %s',
  table: 'Tableau %s',
  equation: 'Équation (%s)',
  listing: 'Programme %s',
  contents: 'Table des matières',
  listOfFigures: 'Figures',
  listOfTables: 'Tableaux',
  references: 'Références',
  index: 'Index',
  notes: 'Notes',
  cover: 'Couverture',
  see: 'voir',
  seeAlso: 'voir aussi',
  admonitions: {
    note: 'Remarque',
    tip: 'Conseil',
    hint: 'Indice',
    important: 'Important',
    warning: 'Avertissement',
    caution: 'Prudence',
    danger: 'Danger',
    error: 'Erreur',
    attention: 'Attention',
    seealso: 'Voir aussi',
    admonition: 'Remarque',
  },
  proofs: {
    proof: 'Démonstration',
    theorem: 'Théorème',
    axiom: 'Axiome',
    lemma: 'Lemme',
    definition: 'Définition',
    criterion: 'Critère',
    remark: 'Remarque',
    conjecture: 'Conjecture',
    corollary: 'Corollaire',
    algorithm: 'Algorithme',
    example: 'Exemple',
    property: 'Propriété',
    observation: 'Observation',
    proposition: 'Proposition',
    assumption: 'Hypothèse',
    exercise: 'Exercice',
    solution: 'Solution',
  },
}

const spanish: BookWords = {
  part: 'Parte %s',
  chapter: 'Capítulo %s',
  appendix: 'Apéndice %s',
  section: 'Sección %s',
  figure: 'Figura %s',
  table: 'Tabla %s',
  equation: 'Ecuación (%s)',
  listing: 'Programa %s',
  contents: 'Índice general',
  listOfFigures: 'Figuras',
  listOfTables: 'Tablas',
  references: 'Referencias',
  index: 'Índice alfabético',
  notes: 'Notas',
  cover: 'Cubierta',
  see: 'véase',
  seeAlso: 'véase también',
  admonitions: {
    note: 'Nota',
    tip: 'Consejo',
    hint: 'Pista',
    important: 'Importante',
    warning: 'Advertencia',
    caution: 'Precaución',
    danger: 'Peligro',
    error: 'Error',
    attention: 'Atención',
    seealso: 'Véase también',
    admonition: 'Nota',
  },
  proofs: {
    proof: 'Demostración',
    theorem: 'Teorema',
    axiom: 'Axioma',
    lemma: 'Lema',
    definition: 'Definición',
    criterion: 'Criterio',
    remark: 'Observación',
    conjecture: 'Conjetura',
    corollary: 'Corolario',
    algorithm: 'Algoritmo',
    example: 'Ejemplo',
    property: 'Propiedad',
    observation: 'Observación',
    proposition: 'Proposición',
    assumption: 'Hipótesis',
    exercise: 'Ejercicio',
    solution: 'Solución',
  },
}

const languages: Record<string, BookWords> = { en: english, de: german, fr: french, es: spanish }

/** The words for a book in a language, a BCP 47 tag; English ones where there are none. */
export function bookWords(language: string): BookWords {
  return languages[language.toLowerCase().split(/[-_]/)[0]!] ?? english
}

/** What an English word of the parser is in the language of the book; itself when the author has chosen it. */
export const titleOfAdmonition = (title: string, kind: string, words: BookWords): string =>
  title === english.admonitions[kind] || title.toLowerCase().replace(/\s/g, '') === kind
    ? (words.admonitions[kind] ?? title)
    : title
