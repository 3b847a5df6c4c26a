import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { bookKinds } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, pageQuery, toPage } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { arrangementOf, place } from './arrangement.ts'
import { type BookView, bookFields } from './book-view.ts'
import { findBook, insertBook, newBook, organizationBeside, organizationFor, withDefaults } from './books.ts'
import { matching } from './matching.ts'
import { itemText, sectionsOf } from './outline.ts'
import { insertItems, type NewItem, readItems, type StoredItem } from './outline-items.ts'

/** An outline to begin with: titles and plans, without passages. */
export const sampleItem = itemText
  .omit({ sections: true })
  .extend({
    sections: z
      .array(z.object({ title: z.string().trim().min(1).max(300), synopsis: z.string().max(2_000).default('') }))
      .max(100)
      .optional(),
    get children() {
      return z.array(sampleItem).optional()
    },
  })
  .openapi('SampleOutlineItem')
export type SampleItem = z.infer<typeof sampleItem>

const templateFields = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(5_000).nullable(),
  category: z.enum(bookKinds),
  outlinePrompt: bookFields.shape.outlinePrompt,
  chapterPrompt: bookFields.shape.chapterPrompt,
  requiredFeatures: bookFields.shape.requiredFeatures,
  suggestedFeatures: bookFields.shape.requiredFeatures,
  sampleOutline: z.array(sampleItem).max(2_000).nullable(),
  isPublic: z.boolean().openapi({ description: 'For every signed-in person of this installation' }),
})
type TemplateFields = z.infer<typeof templateFields>

const inOrganization = {
  organizationId: z.uuid().optional().openapi({ description: 'Default: your personal organization' }),
}
export const newTemplate = templateFields
  .partial()
  .required({ name: true, category: true })
  .extend(inOrganization)
  .openapi('NewTemplate')
export const templateChanges = templateFields.partial().openapi('TemplateChanges')
export const templateOfBook = templateFields
  .pick({ name: true, description: true, suggestedFeatures: true, isPublic: true })
  .partial()
  .openapi('TemplateOfBook')
export const bookFromTemplate = newBook.openapi('BookFromTemplate')

export const templateView = templateFields
  .extend({
    id: z.uuid(),
    organizationId: z.uuid(),
    createdBy: z.uuid().nullable(),
    useCount: z.number().int(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Template')
export type TemplateView = z.infer<typeof templateView>

export const templateFilter = pageQuery.extend({
  category: z.enum(bookKinds).optional(),
  organization: z.uuid().optional(),
  q: z.string().max(500).optional().openapi({ description: 'Words of name and description' }),
})

function templates(tx: Tx) {
  return tx.selectFrom('library.book_templates').selectAll().select(sql<string>`lower(name)`.as('sort_name'))
}

type TemplateRow = Awaited<ReturnType<ReturnType<typeof templates>['executeTakeFirstOrThrow']>>

function toView(row: TemplateRow): TemplateView {
  return {
    id: row.id,
    organizationId: row.organization_id,
    createdBy: row.created_by,
    name: row.name,
    description: row.description,
    category: row.category,
    outlinePrompt: row.outline_prompt,
    chapterPrompt: row.chapter_prompt,
    requiredFeatures: row.required_features,
    suggestedFeatures: row.suggested_features,
    sampleOutline: templateFields.shape.sampleOutline.parse(row.sample_outline),
    isPublic: row.is_public,
    useCount: row.use_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

const columnNames = {
  outlinePrompt: 'outline_prompt',
  chapterPrompt: 'chapter_prompt',
  requiredFeatures: 'required_features',
  suggestedFeatures: 'suggested_features',
  isPublic: 'is_public',
} as const

function columnsOf({ sampleOutline, ...fields }: Partial<TemplateFields>) {
  const renamed = Object.entries(fields).map(([name, value]) => [
    columnNames[name as keyof typeof columnNames] ?? name,
    value,
  ])
  return {
    ...Object.fromEntries(renamed),
    ...(sampleOutline !== undefined && { sample_outline: sampleOutline && JSON.stringify(sampleOutline) }),
  }
}

/** The caller's organizations' templates and the public ones, by name. */
export async function listTemplates(octavo: Octavo, caller: Caller, filter: z.infer<typeof templateFilter>) {
  return octavo.database.asUser(caller, async tx => {
    let query = templates(tx)
    if (filter.category) query = query.where('category', '=', filter.category)
    if (filter.organization) query = query.where('organization_id', '=', filter.organization)
    if (filter.q) query = query.where(matching(sql<string>`name || ' ' || coalesce(description, '')`, filter.q))
    if (filter.cursor) {
      const [name, id] = decodeCursor(filter.cursor, 2)
      query = query.where(sql<boolean>`(lower(name), id) > (${name}, ${id}::uuid)`)
    }
    const rows = await query
      .orderBy(sql`lower(name)`)
      .orderBy('id')
      .limit(filter.limit + 1)
      .execute()
    return toPage(rows, filter.limit, row => [row.sort_name, row.id], toView)
  })
}

async function findTemplate(tx: Tx, templateId: string): Promise<TemplateView> {
  const row = await templates(tx).where('id', '=', templateId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toView(row)
}

export async function readTemplate(octavo: Octavo, caller: Caller, templateId: string): Promise<TemplateView> {
  return octavo.database.asUser(caller, tx => findTemplate(tx, templateId))
}

async function insertTemplate(
  tx: Tx,
  organizationId: string,
  fields: z.infer<typeof newTemplate>,
): Promise<TemplateView> {
  const { organizationId: _, ...columns } = fields
  const { id } = await tx
    .insertInto('library.book_templates')
    .values({ ...columnsOf(columns), name: fields.name, category: fields.category, organization_id: organizationId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return findTemplate(tx, id)
}

export async function createTemplate(
  octavo: Octavo,
  caller: Caller,
  input: z.infer<typeof newTemplate>,
): Promise<TemplateView> {
  return octavo.database.asUser(caller, async tx =>
    insertTemplate(tx, await organizationFor(tx, input.organizationId), input),
  )
}

/** Keeps how a book is made as a template: prompts, features and outline, none of its text. */
export async function saveAsTemplate(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  wanted: z.infer<typeof templateOfBook>,
): Promise<TemplateView> {
  return octavo.database.asUser(caller, async tx => {
    const book = await findBook(tx, bookId)
    const outline = sampleOf(await readItems(tx, bookId))
    return insertTemplate(tx, await organizationBeside(tx, book.organizationId), {
      category: book.kind,
      outlinePrompt: book.outlinePrompt,
      chapterPrompt: book.chapterPrompt,
      requiredFeatures: book.requiredFeatures,
      sampleOutline: outline.length > 0 ? outline : null,
      ...wanted,
      name: wanted.name ?? book.title.slice(0, 200),
    })
  })
}

function sampleOf(items: readonly StoredItem[], parentId: string | null = null): SampleItem[] {
  return items
    .filter(item => item.parent_id === parentId)
    .map(item => ({
      kind: item.kind,
      title: item.title,
      synopsis: item.synopsis,
      objectives: item.objectives,
      sections: sectionsOf(item).map(({ title, synopsis }) => ({ title, synopsis })),
      targetWords: item.target_words,
      children: sampleOf(items, item.id),
    }))
}

async function requireChange(tx: Tx, templateId: string, change: () => Promise<{ count: bigint }>): Promise<void> {
  await findTemplate(tx, templateId)
  if ((await change()).count === 0n) throw new OctavoError('forbidden')
}

export async function changeTemplate(
  octavo: Octavo,
  caller: Caller,
  templateId: string,
  changes: z.infer<typeof templateChanges>,
): Promise<TemplateView> {
  return octavo.database.asUser(caller, async tx => {
    const columns = columnsOf(changes)
    if (Object.keys(columns).length > 0) {
      await requireChange(tx, templateId, async () => {
        const update = tx.updateTable('library.book_templates').set(columns).where('id', '=', templateId)
        return { count: (await update.executeTakeFirstOrThrow()).numUpdatedRows }
      })
    }
    return findTemplate(tx, templateId)
  })
}

export async function deleteTemplate(octavo: Octavo, caller: Caller, templateId: string): Promise<void> {
  await octavo.database.asUser(caller, tx =>
    requireChange(tx, templateId, async () => {
      const removal = tx.deleteFrom('library.book_templates').where('id', '=', templateId)
      return { count: (await removal.executeTakeFirstOrThrow()).numDeletedRows }
    }),
  )
}

/**
 * Starts a book from a template: its prompts, features, kind and outline, unless the input says otherwise. The use is
 * counted in the same transaction.
 */
export async function startFromTemplate(
  octavo: Octavo,
  caller: Caller,
  templateId: string,
  { organizationId, ...fields }: z.infer<typeof bookFromTemplate>,
): Promise<BookView> {
  return octavo.database.asUser(caller, async tx => {
    const template = await findTemplate(tx, templateId)
    const organization = await organizationFor(tx, organizationId)
    const { outlinePrompt, chapterPrompt, category: kind, requiredFeatures } = template
    const own = await withDefaults(tx, { outlinePrompt, chapterPrompt, kind, requiredFeatures, ...fields })
    const bookId = await insertBook(tx, organization, own)
    await plant(tx, bookId, template.sampleOutline ?? [])
    // Last: its row lock makes those who start from the same template at once wait.
    await sql`select library.use_template(${templateId})`.execute(tx)
    return findBook(tx, bookId)
  })
}

async function plant(tx: Tx, bookId: string, outline: readonly SampleItem[]): Promise<void> {
  const arrangement = arrangementOf([])
  const items: NewItem[] = []
  const add = (parentId: string | null, level: readonly SampleItem[]) => {
    for (const { children = [], sections = [], ...text } of level) {
      const id = randomUUID()
      items.push({ ...text, id, sections: sections.map(section => ({ ...section, passages: [] })) })
      place(arrangement, id, parentId)
      add(id, children)
    }
  }
  add(null, outline)
  await insertItems(tx, bookId, items, arrangement, [])
}
