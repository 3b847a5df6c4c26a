import { z } from 'zod'

/** One section of a planned chapter. `passages` are ids, in the order the section uses them. */
export const outlineSection = z.object({
  title: z.string().min(1).max(300),
  synopsis: z.string().max(2_000),
  passages: z.array(z.string()),
})

/** One planned chapter. */
export const outlineChapter = z.object({
  title: z.string().min(1).max(300),
  synopsis: z.string().max(4_000),
  objectives: z.array(z.string().max(500)).max(12),
  sections: z.array(outlineSection).min(1).max(40),
})

/** The plan of a book: what its chapters say, in order, and which passages each section stands on. */
export const outline = z.object({
  title: z.string().min(1).max(500),
  chapters: z.array(outlineChapter).min(1).max(200),
})

export type OutlineSection = z.infer<typeof outlineSection>
export type OutlineChapter = z.infer<typeof outlineChapter>
export type Outline = z.infer<typeof outline>

export const codexKinds = ['person', 'place', 'term', 'thing', 'event'] as const

/** One entry of the codex, the book's memory. `evidence` are ids of the passages that say so. */
export const codexEntry = z.object({
  kind: z.enum(codexKinds),
  name: z.string().min(1).max(300),
  aliases: z.array(z.string().max(300)).max(40),
  description: z.string().max(4_000),
  evidence: z.array(z.string()),
})
export const codex = z.object({ entries: z.array(codexEntry).max(2_000) })

export type CodexKind = (typeof codexKinds)[number]
export type CodexEntry = z.infer<typeof codexEntry>
