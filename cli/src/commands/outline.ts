import { prepareBook, readInput } from '../book/prepare-book.ts'
import type { BriefOptions } from '../brief/find-brief.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { catchInterruption, endedBy } from '../interruption.ts'
import { makeOutline } from '../outline/make-outline.ts'
import { chaptersOf, printOutline } from '../outline/outline-tree.ts'
import { counted } from '../terminal/figures.ts'
import { tellBook } from './write.ts'

/** Plans a book and shows its outline; writing goes on from there. */
export async function outlineBook(
  context: CommandContext,
  exitWith: ExitWith,
  argument: string | undefined,
  { new: fresh, ...options }: BriefOptions & { out?: string; new?: boolean },
): Promise<void> {
  const { terminal } = context
  const input = await readInput(argument, options)
  const interruption = catchInterruption()
  try {
    await withWorker(context, async connection => {
      const prepared = await prepareBook(connection, input, interruption.signal, { fresh: fresh ?? false })
      tellBook(terminal, input, prepared)
      const items = await makeOutline(connection, terminal, prepared.book.id, input.brief.model, interruption.signal)
      terminal.emit('planned', { book: prepared.book.id, outline: items })
      printOutline(terminal, items)
      terminal.say()
      terminal.say(
        `${counted(chaptersOf(items).length, 'chapter')} planned. Write it with: ${context.environment.command} write${argument ? ` ${argument}` : ''} --out ${input.shownFolder}`,
      )
    })
  } catch (error) {
    const stopped = endedBy(error, interruption.signal)
    terminal.say('Stopped. The same command goes on from here.')
    exitWith(stopped.exitCode)
  } finally {
    interruption.dispose()
  }
}
