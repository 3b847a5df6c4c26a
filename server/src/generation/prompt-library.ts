import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { builtInPrompts } from './built-in-prompts.ts'
import { variablesOf } from './prompts.ts'

export interface PromptInput {
  name: string
  title: string
  category: string
  genre: string | null
  system: string
  template: string
  variables: string[]
  defaultModel: string | null
  parameters: Record<string, string | number | boolean>
  isPublic: boolean
  bookId: string | null
}

type Row = Awaited<ReturnType<typeof readPrompts>>[number]

/** Each with how often it was used and how the jobs that used it were rated, over what one may see. */
function readPrompts(tx: Tx, filter: { id?: string; name?: string | undefined }) {
  let query = tx
    .selectFrom('generation.prompts as p')
    .selectAll('p')
    .select(eb =>
      eb
        .selectFrom('generation.calls as c')
        .select(sql<number>`count(*)::integer`.as('n'))
        .whereRef('c.prompt_id', '=', 'p.id')
        .where('c.state', '=', 'completed')
        .as('uses'),
    )
    .select(eb =>
      eb
        .selectFrom('generation.generations as g')
        .select(sql<number | null>`avg(g.rating)::double precision`.as('mean'))
        .where(
          sql<boolean>`g.id in (select coalesce(j.parent_id, j.id) from generation.calls c join generation.generations j on j.id = c.generation_id where c.prompt_id = p.id)`,
        )
        .as('mean_rating'),
    )
  if (filter.id) query = query.where('p.id', '=', filter.id)
  if (filter.name) query = query.where('p.name', '=', filter.name)
  return query.orderBy('p.name').orderBy('p.organization_id').orderBy('p.version', 'desc').limit(500).execute()
}

function toPrompt(row: Row) {
  return {
    id: row.id,
    organizationId: row.organization_id,
    bookId: row.book_id,
    name: row.name,
    version: row.version,
    title: row.title,
    category: row.category,
    genre: row.genre,
    system: row.system,
    template: row.template,
    variables: row.variables,
    defaultModel: row.default_model,
    parameters: row.parameters as Record<string, string | number | boolean>,
    isPublic: row.is_public,
    uses: row.uses ?? 0,
    meanRating: row.mean_rating,
    createdAt: row.created_at.toISOString(),
  }
}

/** The prompts one may see: built in, shared, one's organizations'. Newest version of each first. */
export async function listPrompts(octavo: Octavo, caller: Caller, name: string | undefined) {
  return (await octavo.database.asUser(caller, tx => readPrompts(tx, { name }))).map(toPrompt)
}

/**
 * A new version of an organization's, or one book's, prompt. Throws prompt_invalid when the template and its declared
 * variables disagree, or when it uses what the task of that name does not give; forbidden; not_found.
 */
export async function addPrompt(octavo: Octavo, caller: Caller, organizationId: string, input: PromptInput) {
  checkPrompt(input)
  const row = await octavo.database.asUser(caller, async tx => {
    const { role } = await tx
      .selectNoFrom(sql<string | null>`app.organization_role(${organizationId}::uuid)`.as('role'))
      .executeTakeFirstOrThrow()
    if (role === null) throw new OctavoError('not_found')
    const { version } = await tx
      .selectFrom('generation.prompts')
      .select(sql<number>`coalesce(max(version), 0) + 1`.as('version'))
      .where('organization_id', '=', organizationId)
      .where('book_id', input.bookId ? '=' : 'is', input.bookId)
      .where('name', '=', input.name)
      .executeTakeFirstOrThrow()
    const { id } = await tx
      .insertInto('generation.prompts')
      .values({
        organization_id: organizationId,
        book_id: input.bookId,
        name: input.name,
        version,
        title: input.title,
        category: input.category,
        genre: input.genre,
        system: input.system,
        template: input.template,
        variables: input.variables,
        default_model: input.defaultModel,
        parameters: JSON.stringify(input.parameters),
        is_public: input.isPublic,
        created_by: caller.userId,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return (await readPrompts(tx, { id }))[0]!
  })
  return toPrompt(row)
}

function checkPrompt(input: PromptInput): void {
  const used = variablesOf(input.template)
  const given = builtInPrompts.find(prompt => prompt.name === input.name)?.variables
  const problems = [
    ...used
      .filter(name => !input.variables.includes(name))
      .map(name => ({ path: 'body.variables', message: `{{${name}}} is used but not declared` })),
    ...input.variables
      .filter(name => !used.includes(name))
      .map(name => ({ path: 'body.template', message: `{{${name}}} is declared but not used` })),
    ...used
      .filter(name => given && !given.includes(name))
      .map(name => ({
        path: 'body.template',
        message: `{{${name}}} is not given to "${input.name}": it has ${given?.map(known => `{{${known}}}`).join(', ')}`,
      })),
  ]
  if (problems.length > 0) throw new OctavoError('prompt_invalid', undefined, { problems })
}

/** Shares a prompt with everyone signed in, or takes that back. Throws not_found, forbidden. */
export async function sharePrompt(octavo: Octavo, caller: Caller, id: string, isPublic: boolean) {
  return octavo.database.asUser(caller, async tx => {
    if ((await readPrompts(tx, { id })).length === 0) throw new OctavoError('not_found')
    const changed = await tx
      .updateTable('generation.prompts')
      .set({ is_public: isPublic })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new OctavoError('forbidden')
    return toPrompt((await readPrompts(tx, { id }))[0]!)
  })
}

/** Removes one version; the next older one, or the wider one, is used again. Throws not_found, forbidden. */
export async function removePrompt(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    if ((await readPrompts(tx, { id })).length === 0) throw new OctavoError('not_found')
    const removed = await tx.deleteFrom('generation.prompts').where('id', '=', id).returning('id').executeTakeFirst()
    if (!removed) throw new OctavoError('forbidden')
  })
}
