import { askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { printStructure } from '../imports/print-structure.ts'
import { readOperations } from '../imports/read-operations.ts'
import type { StructureOperation } from '../imports/structure.ts'
import { tellImported } from '../imports/tell-imported.ts'
import { ago, percent } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import { cut, pad } from '../terminal/terminal.ts'
import { findBook } from './books.ts'
import { confirm } from './import.ts'

/** Lists what was imported into a book, newest first. */
export async function listStructures(context: CommandContext, name: string): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id } = await findBook(api, name)
    const all = await askAll(cursor =>
      ask(api.v1.books[':id'].structures.$get({ param: { id }, query: { limit: '200', ...(cursor && { cursor }) } })),
    )
    if (all.length === 0) return terminal.say('Nothing was imported into it. "octavo import FILE --book BOOK" does.')
    printTable(
      terminal,
      'structure',
      [
        { title: 'STRUCTURE', value: one => one.id },
        { title: 'FILE', value: one => one.name, gives: true },
        { title: 'FORMAT', value: one => one.format ?? '' },
        { title: 'STATE', value: one => one.state },
        { title: 'SURE', value: one => (one.confidence === null ? '' : percent(one.confidence)), align: 'right' },
        { title: 'GIVEN', value: one => ago(one.createdAt) },
      ],
      all,
    )
  })
}

/** Shows a structure, or the words of some of its blocks. */
export async function showStructure(
  context: CommandContext,
  id: string,
  { blocks }: { blocks?: { from: number; to: number } },
): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const param = { id }
    if (!blocks) {
      const structure = await ask(api.v1.structures[':id'].$get({ param }))
      terminal.emit('structure', structure)
      return printStructure(terminal, structure)
    }
    const query = { from: String(blocks.from), to: String(blocks.to) }
    const { items, total } = await ask(api.v1.structures[':id'].blocks.$get({ param, query }))
    const digits = String(total).length
    for (const item of items) {
      terminal.emit('block', item)
      terminal.say(`${pad(String(item.block), digits, 'right')}  ${cut(item.text, terminal.width - digits - 2)}`)
    }
  })
}

/** Corrects a structure: every operation is done, or none. */
export async function editStructure(
  context: CommandContext,
  id: string,
  given: readonly StructureOperation[],
  { operations: path }: { operations?: string },
): Promise<void> {
  const { terminal } = context
  const operations = [...given, ...(path === undefined ? [] : await readOperations(path))]
  if (operations.length === 0) {
    throw new Failure('Nothing to correct.', 'Give --rename, --kind, --merge, --split, --exclude or --operations.', {
      exitCode: 2,
    })
  }
  await withConnection(context, async ({ api }) => {
    const route = api.v1.structures[':id']
    const { version } = await ask(route.$get({ param: { id } }))
    const headers = { 'if-match': `"v${version}"` }
    const edited = await ask(route.$patch({ param: { id }, json: { operations } }, { headers }))
    terminal.emit('structure', edited)
    printStructure(terminal, edited)
  })
}

/** Makes chapters of a structure, and says what became of each. */
export async function confirmStructure(
  context: CommandContext,
  id: string,
  { replace = false }: { replace?: boolean },
) {
  await withConnection(context, async ({ api }) => {
    const structure = await ask(api.v1.structures[':id'].$get({ param: { id } }))
    tellImported(context.terminal, await confirm(api, structure, replace))
  })
}
