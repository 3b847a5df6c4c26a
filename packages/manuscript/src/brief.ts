import { z } from 'zod'

export const bookKinds = ['technical', 'fiction', 'non-fiction', 'academic', 'documentation'] as const
export type BookKind = (typeof bookKinds)[number]

/** Whether a string is a well-formed BCP 47 language tag (RFC 5646), such as `en`, `de-CH` or `zh-Hant`. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const line = z.string().trim().min(1)

/** What the author asks for: the front matter of a brief, and the free text after it as `notes`. */
export const brief = z.object({
  title: line.max(500),
  subtitle: line.max(500).optional(),
  authors: z.array(line.max(200)).max(50).default([]),
  description: line.max(5_000).optional(),
  audience: line.max(2_000).optional(),
  /** BCP 47. */
  language: z.string().refine(isLanguage).default('en'),
  genre: line.max(200).optional(),
  kind: z.enum(bookKinds).default('technical'),
  chapters: z.int().min(1).max(200).optional(),
  /** Words of prose of the whole book. */
  words: z.int().positive().optional(),
  /** Names of MyST features the book should use, such as `exercise` or `glossary`. */
  features: z.array(line.max(100)).max(200).default([]),
  /** A model of the registry, such as `anthropic/…` or `octavo/compositor-1`. */
  model: line.max(200).optional(),
  /** Globs relative to the brief, and URLs. */
  sources: z.array(line.max(2_000)).max(1_000).default([]),
  notes: z.string().default(''),
})
export type Brief = z.infer<typeof brief>
