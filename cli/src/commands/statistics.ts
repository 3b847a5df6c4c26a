import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { isFolder } from '../statistics/read-folder.ts'
import { findBook } from './books.ts'

/** Shows what is counted in a book of the installation, or in a folder of Markdown. */
export async function showStatistics(
  context: CommandContext,
  name: string,
  { language = 'en' }: { language?: string },
): Promise<void> {
  const { terminal } = context
  const { printStatistics } = await import('../statistics/print-statistics.ts')
  if (await isFolder(name)) {
    const { countFolder } = await import('../statistics/count-folder.ts')
    const { total, pages } = await countFolder(name, language)
    for (const page of pages) terminal.emit('page', { ...page })
    terminal.emit('statistics', { folder: name, pages: pages.length, ...total })
    if (!terminal.json) printStatistics(terminal, pages, total)
    return
  }
  await withConnection(context, async ({ api }) => {
    const book = await findBook(api, name)
    const { total, chapters } = await ask(api.v1.books[':id'].statistics.$get({ param: { id: book.id } }))
    for (const chapter of chapters) terminal.emit('page', { ...chapter })
    terminal.emit('statistics', { book: book.id, pages: chapters.length, ...total })
    if (!terminal.json) printStatistics(terminal, chapters, total)
  })
}
