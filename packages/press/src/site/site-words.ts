import { primaryLanguage } from '@octavo/manuscript/pages'

/** Words of the site around the text, in the language of the book. */
export interface SiteWords {
  skip: string
  contents: string
  onThisPage: string
  close: string
  search: string
  searchBook: string
  noResults: string
  /** `%s` stands for how many. */
  results: string
  noSearch: string
  loading: string
  previous: string
  next: string
  startReading: string
  by: string
  light: string
  dark: string
  copy: string
  copied: string
  sectionLink: string
  preview: string
  follow: string
  notFound: string
  notFoundText: string
  toBook: string
  save: string
  saving: string
  saved: string
  saveFailed: string
  licence: string
}

const english: SiteWords = {
  skip: 'Skip to the text',
  contents: 'Contents',
  onThisPage: 'On this page',
  close: 'Close',
  search: 'Search',
  searchBook: 'Search the book',
  noResults: 'Nothing found.',
  results: 'Found in %s places',
  noSearch: 'The index could not be loaded. Try again.',
  loading: 'Opening the index …',
  previous: 'Previous',
  next: 'Next',
  startReading: 'Start reading',
  by: 'by',
  light: 'Light colours',
  dark: 'Dark colours',
  copy: 'Copy',
  copied: 'Copied',
  sectionLink: 'Link to this section',
  preview: 'Preview',
  follow: 'Go there',
  notFound: 'There is no such page',
  notFoundText: 'It may have been renamed. The contents of the book lead on.',
  toBook: 'To the book',
  save: 'Save for reading offline',
  saving: 'Saving …',
  saved: 'Saved for reading offline',
  saveFailed: 'Not all could be saved. Try again when the connection is better.',
  licence: 'Licence',
}

const german: SiteWords = {
  skip: 'Zum Text',
  contents: 'Inhalt',
  onThisPage: 'Auf dieser Seite',
  close: 'Schließen',
  search: 'Suchen',
  searchBook: 'Im Buch suchen',
  noResults: 'Nichts gefunden.',
  results: 'An %s Stellen gefunden',
  noSearch: 'Das Verzeichnis ließ sich nicht laden. Versuchen Sie es noch einmal.',
  loading: 'Das Verzeichnis wird geöffnet …',
  previous: 'Zurück',
  next: 'Weiter',
  startReading: 'Lesen',
  by: 'von',
  light: 'Helle Farben',
  dark: 'Dunkle Farben',
  copy: 'Kopieren',
  copied: 'Kopiert',
  sectionLink: 'Link auf diesen Abschnitt',
  preview: 'Vorschau',
  follow: 'Dorthin',
  notFound: 'Diese Seite gibt es nicht',
  notFoundText: 'Vielleicht heißt sie jetzt anders. Das Inhaltsverzeichnis hilft weiter.',
  toBook: 'Zum Buch',
  save: 'Zum Lesen ohne Netz speichern',
  saving: 'Wird gespeichert …',
  saved: 'Zum Lesen ohne Netz gespeichert',
  saveFailed: 'Nicht alles ließ sich speichern. Versuchen Sie es mit besserer Verbindung noch einmal.',
  licence: 'Lizenz',
}

const french: SiteWords = {
  skip: 'Aller au texte',
  contents: 'Table des matières',
  onThisPage: 'Sur cette page',
  close: 'Fermer',
  search: 'Chercher',
  searchBook: 'Chercher dans le livre',
  noResults: 'Rien trouvé.',
  results: 'Trouvé à %s endroits',
  noSearch: 'L’index n’a pas pu être chargé. Réessayez.',
  loading: 'Ouverture de l’index …',
  previous: 'Précédent',
  next: 'Suivant',
  startReading: 'Lire',
  by: 'de',
  light: 'Couleurs claires',
  dark: 'Couleurs sombres',
  copy: 'Copier',
  copied: 'Copié',
  sectionLink: 'Lien vers cette section',
  preview: 'Aperçu',
  follow: 'Y aller',
  notFound: 'Cette page n’existe pas',
  notFoundText: 'Elle a peut-être changé de nom. La table des matières vous guidera.',
  toBook: 'Vers le livre',
  save: 'Enregistrer pour lire hors ligne',
  saving: 'Enregistrement …',
  saved: 'Enregistré pour lire hors ligne',
  saveFailed: 'Tout n’a pas pu être enregistré. Réessayez avec une meilleure connexion.',
  licence: 'Licence',
}

const spanish: SiteWords = {
  skip: 'Ir al texto',
  contents: 'Índice',
  onThisPage: 'En esta página',
  close: 'Cerrar',
  search: 'Buscar',
  searchBook: 'Buscar en el libro',
  noResults: 'No se ha encontrado nada.',
  results: 'Encontrado en %s lugares',
  noSearch: 'No se ha podido cargar el índice. Inténtelo de nuevo.',
  loading: 'Abriendo el índice …',
  previous: 'Anterior',
  next: 'Siguiente',
  startReading: 'Leer',
  by: 'de',
  light: 'Colores claros',
  dark: 'Colores oscuros',
  copy: 'Copiar',
  copied: 'Copiado',
  sectionLink: 'Enlace a esta sección',
  preview: 'Vista previa',
  follow: 'Ir allí',
  notFound: 'Esta página no existe',
  notFoundText: 'Quizá haya cambiado de nombre. El índice del libro le guiará.',
  toBook: 'Al libro',
  save: 'Guardar para leer sin conexión',
  saving: 'Guardando …',
  saved: 'Guardado para leer sin conexión',
  saveFailed: 'No se ha podido guardar todo. Inténtelo con mejor conexión.',
  licence: 'Licencia',
}

const languages: Record<string, SiteWords> = { en: english, de: german, fr: french, es: spanish }

/** The words for a book in a language, a BCP 47 tag, and the language they are in: English where there are none. */
export function siteWords(language: string): { words: SiteWords; language: string } {
  const primary = primaryLanguage(language)
  const words = languages[primary]
  return words ? { words, language: primary } : { words: english, language: 'en' }
}
