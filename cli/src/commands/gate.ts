import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, type ExitWith, withConnection } from '../command.ts'
import { counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

type Gate = Answer<Awaited<ReturnType<Client['v1']['books'][':id']['gate']['$get']>>>

/** Says what stops a book from being published. Ends with 1 when something does. */
export async function showGate(context: CommandContext, exitWith: ExitWith, name: string): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id, title } = await findBook(api, name)
    const gate = await ask(api.v1.books[':id'].gate.$get({ param: { id } }))
    terminal.emit('gate', gate)
    print(terminal, 'red', gate.blockers)
    print(terminal, 'yellow', gate.warnings)
    const warnings = gate.warnings.length > 0 ? ` ${counted(gate.warnings.length, 'warning')}.` : ''
    if (gate.open) terminal.say(`${title} can be published.${warnings}`)
    else {
      terminal.say(`${counted(gate.blockers.length, 'thing')} to mend before ${title} is published.${warnings}`)
      exitWith(1)
    }
  })
}

function print(terminal: Terminal, colour: 'red' | 'yellow', obstacles: Gate['blockers']): void {
  for (const { file, line, column, rule, message } of obstacles) {
    const place = file ? `${file}:${line}:${column}  ` : ''
    terminal.say(`${place}${message}  ${terminal.style(colour, rule)}`)
  }
}
