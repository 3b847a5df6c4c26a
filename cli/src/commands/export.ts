import { resolve } from 'node:path'
import { exportBook as exportInto } from '../book/export-book.ts'
import { openBookFolder, saveRecord } from '../book/folder-record.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { counted } from '../terminal/figures.ts'
import { findBook } from './books.ts'

/** Writes a book into a folder, which remembers from then on which book it holds. */
export async function exportBook(context: CommandContext, name: string, { out }: { out: string }): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api, installation }) => {
    const book = await findBook(api, name)
    const folder = resolve(out)
    const before = await openBookFolder(folder)
    if (before && before.bookId !== book.id) {
      throw new Failure(`${out} holds another book.`, 'Choose another folder with --out.')
    }
    const record = before ?? { octavo: 1, installation, bookId: book.id, files: {} }
    await saveRecord(folder, record)
    const files = await exportInto(api, terminal, folder, record)
    terminal.emit('exported', { book: book.id, files: files.size, out: folder })
    terminal.say(`${book.title}: ${counted(files.size, 'file')} in ${out}`)
  })
}
