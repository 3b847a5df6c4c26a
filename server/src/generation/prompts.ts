import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'

/** A prompt as it will be used: the row it came from and its two texts. */
export interface Prompt {
  id: string
  name: string
  version: number
  system: string
  template: string
}

const variable = /\{\{([a-z_]+)\}\}/g

/** The names a template uses, in order of first use. */
export function variablesOf(template: string): string[] {
  return [...new Set([...template.matchAll(variable)].map(match => match[1]!))]
}

/** Fills a template. Throws prompt_invalid naming each variable without a value. */
export function fill(template: string, values: Record<string, string>): string {
  const missing = variablesOf(template).filter(name => values[name] === undefined)
  if (missing.length > 0) {
    throw new OctavoError(
      'prompt_invalid',
      `The prompt uses ${missing.map(name => `{{${name}}}`).join(', ')}, which this task does not give.`,
    )
  }
  return template.replace(variable, (_, name: string) => values[name]!)
}

/**
 * The prompt a book uses for a task: its own, else its organization's, else the built-in one; of each the newest version.
 * Throws prompt_invalid when there is none at all.
 */
export async function findPrompt(tx: Tx, name: string, book: { id: string; organizationId: string }): Promise<Prompt> {
  const row = await tx
    .selectFrom('generation.prompts')
    .select(['id', 'name', 'version', 'system', 'template'])
    .where('name', '=', name)
    .where(eb =>
      eb.or([
        eb('book_id', '=', book.id),
        eb.and([eb('book_id', 'is', null), eb('organization_id', '=', book.organizationId)]),
        eb('organization_id', 'is', null),
      ]),
    )
    .orderBy(eb =>
      eb.case().when('book_id', 'is not', null).then(0).when('organization_id', 'is not', null).then(1).else(2).end(),
    )
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!row) throw new OctavoError('prompt_invalid', `There is no prompt named "${name}".`)
  return row
}
