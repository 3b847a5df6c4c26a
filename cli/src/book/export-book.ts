import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { FolderRecord } from './folder-record.ts'
import { type WrittenFolder, writeFolder } from './write-folder.ts'

/** Writes a book into its folder, and says which edits made there were kept. */
export async function exportBook(
  api: Client,
  terminal: Terminal,
  folder: string,
  record: FolderRecord,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { files } = await ask(
    api.v1.books[':id'].export.$get({ param: { id: record.bookId }, query: { format: 'myst' } }),
  )
  const contents = new Map(
    files.map(file => [file.path, 'text' in file ? Buffer.from(file.text) : Buffer.from(file.base64, 'base64')]),
  )
  tellKept(terminal, await writeFolder(folder, record, contents))
  return contents
}

function tellKept(terminal: Terminal, { kept, beside }: WrittenFolder): void {
  for (const path of kept) {
    terminal.emit('kept', { path })
    terminal.say(`Kept your ${path}: it was edited here.`)
  }
  for (const path of beside) {
    terminal.emit('beside', { path, beside: `${path}.new` })
    terminal.say(`Kept your ${path}: the book changed as well, and its version is in ${path}.new`)
  }
}
