/** How an author writes each feature a brief can ask for, in MyST Markdown. */
const syntax: Record<string, string> = {
  note: ':::{note}\nWhat the reader should notice.\n:::',
  tip: ':::{tip}\nAdvice that saves time.\n:::',
  hint: ':::{hint}\nA push in the right direction.\n:::',
  important: ':::{important}\nWhat must not be forgotten.\n:::',
  warning: ':::{warning}\nWhat goes wrong, and how to avoid it.\n:::',
  caution: ':::{caution}\nWhere to be careful.\n:::',
  danger: ':::{danger}\nWhat does harm.\n:::',
  seealso: ':::{seealso}\nWhere to read on.\n:::',
  admonition: ':::{admonition} A title of your own\nText.\n:::',
  dropdown: ':::{dropdown} A title to open\nWhat is shown on demand.\n:::',
  code: '```{code-block} python\n:caption: What it shows\nprint("text")\n```',
  math: '```{math}\n:label: a-label\ne = mc^2\n```',
  table: ':::{table} A caption\n| Column | Column |\n|---|---|\n| cell | cell |\n:::',
  figure: ':::{figure} image.png\n:alt: What the picture shows\nThe caption.\n:::',
  exercise: '```{exercise}\n:label: ex-a-name\nThe task.\n```\n\n```{solution} ex-a-name\nIts solution.\n```',
  glossary: '{term}`name of a codex term`',
  tabs: '::::{tab-set}\n:::{tab-item} First\nText.\n:::\n:::{tab-item} Second\nText.\n:::\n::::',
  card: ':::{card} Title\nText.\n:::',
  grid: '::::{grid} 2\n:::{card} One\nText.\n:::\n:::{card} Two\nText.\n:::\n::::',
  mermaid: '```{mermaid}\nflowchart LR\n  a[Start] --> b[End]\n```',
  quote: '> Words worth quoting.\n>\n> -- Who said them',
  footnote: 'A remark.[^a-name]\n\n[^a-name]: The text of the note.',
  theorem: '```{prf:theorem} Its name\n:label: thm-a-name\nThe statement.\n```',
  definition: '```{prf:definition} The term\n:label: def-a-name\nThe definition.\n```',
}

/** An example of a feature as MyST writes it; undefined for a name that is not known. */
export function featureSyntax(name: string): string | undefined {
  return (
    syntax[
      name
        .trim()
        .toLowerCase()
        .replace(/^\{?(.*?)\}?s?$/, '$1')
    ] ?? syntax[name.trim().toLowerCase()]
  )
}
