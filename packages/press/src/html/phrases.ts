/** Words that only HTML needs, beside those of `BookWords`. */
export interface Phrases {
  footnote: string
  backToText: string
  /** Before the number of a place that cites a work. */
  citedAt: string
  diagram: string
  embedded: string
  demo: string
  widget: string
  /** Where a picture is that is on another host. */
  pictureAt: string
  done: string
  toDo: string
}

const languages: Record<string, Phrases> = {
  en: {
    footnote: 'Footnote',
    backToText: 'Back to the text',
    citedAt: 'Cited at place',
    diagram: 'Diagram',
    embedded: 'Embedded page',
    demo: 'Demonstration that can be edited on the web',
    widget: 'Interactive content on the web',
    pictureAt: 'Picture on the web',
    done: 'done',
    toDo: 'to do',
  },
  de: {
    footnote: 'Fußnote',
    backToText: 'Zurück zum Text',
    citedAt: 'Zitiert an Stelle',
    diagram: 'Diagramm',
    embedded: 'Eingebettete Seite',
    demo: 'Beispiel, das sich im Web bearbeiten lässt',
    widget: 'Interaktiver Inhalt im Web',
    pictureAt: 'Bild im Web',
    done: 'erledigt',
    toDo: 'offen',
  },
  fr: {
    footnote: 'Note',
    backToText: 'Retour au texte',
    citedAt: 'Cité au passage',
    diagram: 'Diagramme',
    embedded: 'Page intégrée',
    demo: 'Démonstration modifiable sur le web',
    widget: 'Contenu interactif sur le web',
    pictureAt: 'Image sur le web',
    done: 'fait',
    toDo: 'à faire',
  },
  es: {
    footnote: 'Nota',
    backToText: 'Volver al texto',
    citedAt: 'Citado en el lugar',
    diagram: 'Diagrama',
    embedded: 'Página incrustada',
    demo: 'Demostración que se puede editar en la web',
    widget: 'Contenido interactivo en la web',
    pictureAt: 'Imagen en la web',
    done: 'hecho',
    toDo: 'pendiente',
  },
}

/** The phrases for a book in a language, a BCP 47 tag; English ones where there are none. */
export const phrasesOf = (language: string): Phrases =>
  languages[language.toLowerCase().split(/[-_]/)[0]!] ?? languages.en!
