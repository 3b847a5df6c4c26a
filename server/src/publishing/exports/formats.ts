import { z } from '@hono/zod-openapi'

export const exportFormats = ['site', 'pdf', 'epub', 'docx', 'html', 'myst', 'markdown', 'json', 'zip'] as const
export type ExportFormat = (typeof exportFormats)[number]

interface FormatEntry {
  /** As people are told it. */
  name: string
  /** What it is called on a plan. Nobody's own text is kept from him: what gives it as it is is on every plan. */
  onPlan: 'html' | 'pdf' | 'epub' | 'docx' | 'zip' | 'myst'
  extension: string
  mediaType: string
}

const zip = { extension: 'zip', mediaType: 'application/zip' }

/** What each format is. */
export const formats: Record<ExportFormat, FormatEntry> = {
  site: { name: 'a website', onPlan: 'html', ...zip },
  pdf: { name: 'a PDF', onPlan: 'pdf', extension: 'pdf', mediaType: 'application/pdf' },
  epub: { name: 'an EPUB', onPlan: 'epub', extension: 'epub', mediaType: 'application/epub+zip' },
  docx: {
    name: 'a DOCX',
    onPlan: 'docx',
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  html: { name: 'an HTML page', onPlan: 'html', extension: 'html', mediaType: 'text/html' },
  myst: { name: 'a MyST project', onPlan: 'myst', ...zip },
  markdown: { name: 'plain Markdown', onPlan: 'myst', ...zip },
  json: { name: 'JSON', onPlan: 'myst', extension: 'json', mediaType: 'application/json' },
  zip: { name: 'an archive of everything', onPlan: 'zip', ...zip },
}

/** What can be chosen; each format heeds what concerns it. */
export const exportOptions = z
  .strictObject({
    trim: z.enum(['a4', 'letter', '6x9', '5.5x8.5']).optional().openapi({ description: 'Size of a printed page' }),
    theme: z.enum(['technical', 'literary']).optional(),
    variant: z.enum(['print', 'screen']).optional(),
    bleed: z.boolean().optional().openapi({ description: 'Adds 3 mm for the printer to cut off; only in print' }),
    standard: z.enum(['pdf/a', 'pdf/ua']).optional().openapi({
      description: 'A standard a PDF must meet: PDF/A-2a for archives, PDF/UA-1 for readers who do not see',
    }),
    contentsDepth: z
      .union([z.literal(1), z.literal(2), z.literal(3)])
      .optional()
      .openapi({ description: 'Down to which level the contents of a PDF list; by default 2, in literary 1' }),
    dropCaps: z.boolean().optional().openapi({ description: 'Letters that open chapters, in the EPUB' }),
    chapters: z
      .array(z.uuid())
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'Ids of chapters; all when left out' }),
    numberedSections: z.number().int().min(0).max(3).optional().openapi({
      description: 'Down to which level sections are numbered; by default 2, and none in fiction',
    }),
  })
  .openapi('ExportOptions')
export type ExportOptions = z.infer<typeof exportOptions>
