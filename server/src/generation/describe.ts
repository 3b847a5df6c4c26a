import type { Brief, CodexEntry, Passage } from '@octavo/manuscript'
import { estimateTokens } from '@octavo/models'
import type { Material } from './material.ts'

/** The brief as a prompt shows it: every field that has a value, then the author's free text. */
export function describeBrief(brief: Brief): string {
  const fields: [string, string | undefined][] = [
    ['Title', brief.title],
    ['Subtitle', brief.subtitle],
    ['Author', brief.authors.join(', ') || undefined],
    ['What it is about', brief.description],
    ['Readers', brief.audience],
    ['Language', brief.language],
    ['Kind', brief.kind],
    ['Genre', brief.genre],
  ]
  const lines = fields.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []))
  return [...lines, ...(brief.notes.trim() ? ['', brief.notes.trim()] : [])].join('\n')
}

/** The outline with chapter and section numbers. */
export function describeOutline(material: Material): string {
  return material.outline.chapters
    .map((chapter, index) => {
      const sections = chapter.sections.map((section, at) => `  ${index + 1}.${at + 1} ${section.title}`)
      return [`${index + 1}. ${chapter.title}: ${chapter.synopsis}`, ...sections].join('\n')
    })
    .join('\n')
}

/** The codex entries that a text names, by name or alias; all of them when `text` is undefined. */
export function entriesNamedIn(codex: readonly CodexEntry[], text?: string): CodexEntry[] {
  if (text === undefined) return [...codex]
  const folded = text.toLowerCase()
  return codex.filter(entry => [entry.name, ...entry.aliases].some(name => folded.includes(name.toLowerCase())))
}

/** Codex entries, a line each. */
export function describeCodex(entries: readonly CodexEntry[]): string {
  if (entries.length === 0) return 'Nothing yet.'
  return entries
    .map(entry => {
      const aliases = entry.aliases.length > 0 ? ` (also ${entry.aliases.join(', ')})` : ''
      return `- ${entry.kind} ${entry.name}${aliases}: ${entry.description}`
    })
    .join('\n')
}

/** Passages with their ids, as many as fit. When they do not all fit, each is shortened to its heading or first words. */
export function describePassages(passages: readonly Passage[], maxTokens: number): string {
  if (passages.length === 0)
    return 'None: the author gave no sources. Say what is generally known and leave places to fill.'
  const whole = passages.map(passage => `[${passage.id}] ${passage.text}`).join('\n\n')
  if (estimateTokens(whole) <= maxTokens) return whole
  const budget = Math.max(40, Math.floor((maxTokens * 3.5) / passages.length))
  return passages
    .map(passage => {
      const text = passage.text.replace(/\s+/g, ' ')
      return `[${passage.id}] ${text.length > budget ? `${text.slice(0, budget)} …` : text}`
    })
    .join('\n')
}
