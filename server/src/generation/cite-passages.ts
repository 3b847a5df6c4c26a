import type { Material } from './material.ts'

/** A footnote mark that names a passage: [^p12]. */
const citation = /\[\^(p\d+)\](?!:)/g

/**
 * Turns the passage ids a model cited into footnotes to source and line. A mark that names no passage of the book is
 * taken out: it would be evidence of nothing.
 */
export function citePassages(text: string, material: Pick<Material, 'passages' | 'sources'>): string {
  const passages = new Map(material.passages.map(passage => [passage.id, passage]))
  const titles = new Map(material.sources.map(source => [source.id, source.title]))
  const cited = new Set<string>()
  const body = text.replace(citation, (mark, id: string) => {
    if (!passages.has(id)) return ''
    cited.add(id)
    return mark
  })
  const notes = [...cited].map(id => {
    const passage = passages.get(id)!
    return `[^${id}]: ${titles.get(passage.source)}, line ${passage.start.line}`
  })
  return notes.length > 0 ? `${body.trimEnd()}\n\n${notes.join('\n\n')}\n` : body
}
