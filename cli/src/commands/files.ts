import { openAsBlob } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import type { Client } from '@octavo/server/client'
import { type Answer, askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { writeAnswer } from '../book/write-answer.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure, toFailure } from '../failure.ts'
import { ago, bytes, counted } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import { findBook } from './books.ts'

type FilesRoute = Client['v1']['books'][':id']['files']
type BookFile = Answer<Awaited<ReturnType<FilesRoute['$get']>>>['items'][number]
type Kind = NonNullable<Parameters<FilesRoute['$put']>[0]['query']['kind']>

/** Lists the files of a book. */
export async function listFiles(context: CommandContext, name: string, { kind }: { kind?: BookFile['kind'] }) {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const files = await allFiles(api, (await findBook(api, name)).id, kind)
    if (files.length === 0) return terminal.say('No files. "octavo files add" adds some.')
    printTable(
      terminal,
      'file',
      [
        { title: 'FILE', value: file => file.id.slice(0, 8) },
        { title: 'KIND', value: file => file.kind },
        { title: 'NAME', value: file => file.name, gives: true },
        { title: 'PIXELS', value: file => (file.width ? `${file.width} × ${file.height}` : ''), align: 'right' },
        { title: 'SIZE', value: file => bytes(file.bytes), align: 'right' },
        { title: 'ADDED', value: file => ago(file.updatedAt) },
      ],
      files,
    )
  })
}

export interface AddOptions {
  kind?: Kind
  folder?: string
  alt?: string
}

/** Adds files to a book, one after the other; says what each is called there. */
export async function addFiles(context: CommandContext, name: string, paths: string[], options: AddOptions) {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id } = await findBook(api, name)
    for (const path of paths) {
      const added = await send(api, id, path, options)
      terminal.emit('added', added)
      const mended = added.name === added.givenName ? '' : `, since it is ${added.mediaType}`
      terminal.say(`${path}: ${added.outcome} as ${added.name}${mended} (${bytes(added.bytes)})`)
    }
  })
}

async function send(api: Client, id: string, path: string, { kind = kindOf(path), folder, alt }: AddOptions) {
  if (!(await stat(path)).isFile())
    throw new Failure(`${path} is no file.`, 'Name files; a shell expands images/*.png.')
  const into = folder ?? (kind === 'image' ? 'images' : '.')
  const name = into === '.' ? basename(path) : `${into.replace(/\/+$/, '')}/${basename(path)}`
  // From the disk in pieces: it need not fit into memory.
  const body = await openAsBlob(path)
  const headers = { 'content-type': 'application/octet-stream' }
  const query = { name, kind, ...(alt !== undefined && { alt }) }
  try {
    return await ask(api.v1.books[':id'].files.$put({ param: { id }, query }, { init: { body, headers } }))
  } catch (error) {
    // The API says what is wrong with a file, but not with which.
    const failure = toFailure(error)
    if (!failure) throw error
    const { message, remedy, code } = failure
    throw new Failure(`${path}: ${message}`, remedy, { cause: error, ...(code && { code }) })
  }
}

const pictures = /^\.(png|jpe?g|jfif|gif|webp|avif|svg|bmp|tiff?)$/i

function kindOf(path: string): Kind {
  const extension = extname(path)
  if (pictures.test(extension)) return 'image'
  return /^\.bib$/i.test(extension) ? 'bibliography' : 'attachment'
}

/** Writes a file of a book to disk. */
export async function getFile(context: CommandContext, bookName: string, fileName: string, { out }: { out?: string }) {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const file = await findFile(api, (await findBook(api, bookName)).id, fileName)
    const path = resolve(out ?? basename(file.name))
    await mkdir(dirname(path), { recursive: true })
    await writeAnswer(path, api.v1.files[':id'].content.$get({ param: { id: file.id } }))
    terminal.emit('written', { file: file.id, path })
    terminal.say(`${file.name}: ${bytes(file.bytes)} in ${out ?? basename(file.name)}`)
  })
}

/** Removes files from a book. Nothing is removed when one of them cannot be found. */
export async function removeFiles(context: CommandContext, bookName: string, names: string[]) {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id: bookId } = await findBook(api, bookName)
    const files: BookFile[] = []
    for (const name of names) files.push(await findFile(api, bookId, name))
    for (const { id, name } of files) {
      await ask(api.v1.files[':id'].$delete({ param: { id } }))
      terminal.emit('removed', { file: id, name })
      terminal.say(`Removed ${name}`)
    }
  })
}

/** Fetches the pictures a book shows from the web into the book. */
export async function fetchImages(context: CommandContext, name: string) {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id } = await findBook(api, name)
    const { kept, failed, chapters } = await ask(api.v1.books[':id'].files['remote-images'].$post({ param: { id } }))
    terminal.emit('fetched', { kept, failed, chapters })
    for (const { url, file } of kept) terminal.say(`${url}: ${file.name}`)
    for (const { url, reason } of failed) terminal.say(`${url}: left as it is. ${reason}`)
    if (kept.length + failed.length === 0) terminal.say('The book shows no pictures from the web.')
    else terminal.say(`${counted(kept.length, 'picture')} in the book, ${counted(chapters.length, 'chapter')} changed`)
  })
}

function allFiles(api: Client, id: string, kind?: BookFile['kind'], name?: string): Promise<BookFile[]> {
  const route = api.v1.books[':id'].files
  return askAll(cursor =>
    ask(
      route.$get({
        param: { id },
        query: { limit: '200', ...(kind && { kind }), ...(name && { name }), ...(cursor && { cursor }) },
      }),
    ),
  )
}

/** The file somebody means by its name or the beginning of its id. Throws Failure when that is none or several. */
async function findFile(api: Client, bookId: string, name: string): Promise<BookFile> {
  const files = await allFiles(api, bookId)
  const named = files.filter(file => file.name === name)
  const [file, another] = named.length > 0 ? named : files.filter(file => file.id.startsWith(name))
  if (!file) throw new Failure(`The book has no file "${name}".`, '"octavo files BOOK" lists them.')
  if (another) {
    throw new Failure(
      `"${name}" is ${file.kind} ${file.id.slice(0, 8)} and ${another.kind} ${another.id.slice(0, 8)}.`,
      'Give the beginning of the id of one.',
    )
  }
  return file
}
