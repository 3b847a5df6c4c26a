import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { count } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'

/** Lists the models with their limits and prices; those that can be called first. */
export async function listModels(context: CommandContext, { all }: { all?: boolean }): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { items } = await ask(api.v1.models.$get({ query: {} }))
    const current = items.filter(model => all || model.status === 'active')
    const sorted = [...current.filter(model => model.available), ...current.filter(model => !model.available)]
    printTable(
      terminal,
      'model',
      [
        { title: 'MODEL', value: model => model.id, gives: true },
        { title: 'USABLE', value: model => (model.available ? 'yes' : 'needs a key') },
        { title: 'TIER', value: model => model.tier },
        { title: 'CONTEXT', value: model => count(model.contextWindow), align: 'right' },
        { title: '$/M IN', value: model => priceOf(model.inputPrice), align: 'right' },
        { title: '$/M OUT', value: model => priceOf(model.outputPrice), align: 'right' },
      ],
      sorted,
    )
    if (sorted.some(model => !model.available)) {
      terminal.say()
      terminal.say('Keys come from ANTHROPIC_API_KEY, OPENAI_API_KEY, GOOGLE_API_KEY, or OPENAI_COMPATIBLE_URL.')
    }
  })
}

function priceOf(dollars: number): string {
  return dollars === 0 ? 'free' : dollars.toFixed(2)
}
