import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { counted } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'

interface Filter {
  category?: string
  importance?: string
}

/** Lists the features of MyST, or shows one of them with its example. */
export async function listFeatures(context: CommandContext, name: string | undefined, filter: Filter): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    if (name !== undefined) {
      const feature = await ask(api.v1.features[':id'].$get({ param: { id: name } }))
      terminal.emit('feature', feature)
      terminal.say(terminal.style('bold', `${feature.name} (${feature.id})`))
      terminal.say(`${feature.category}, ${feature.importance}${feature.active ? '' : ', switched off here'}`)
      terminal.say(feature.explanation)
      terminal.say()
      terminal.say(feature.example)
      return
    }
    const { items } = await ask(api.v1.features.$get({ query: {} }))
    const chosen = items.filter(
      feature =>
        (filter.category ?? feature.category) === feature.category &&
        (filter.importance ?? feature.importance) === feature.importance,
    )
    if (chosen.length === 0) {
      const categories = [...new Set(items.map(feature => feature.category))]
      throw new Failure('There is no such feature.', `Categories: ${categories.join(', ')}`)
    }
    printTable(
      terminal,
      'feature',
      [
        { title: 'FEATURE', value: feature => feature.id },
        { title: 'CATEGORY', value: feature => feature.category },
        { title: 'IMPORTANCE', value: feature => (feature.active ? feature.importance : 'switched off') },
        { title: 'WHAT A READER GETS', value: feature => feature.explanation, gives: true },
      ],
      chosen,
    )
    terminal.say()
    terminal.say(`${counted(chosen.length, 'feature')}. "octavo features <feature>" shows one with its example.`)
  })
}
