import { Press } from '@octavo/press'
import { mystProject } from '../myst-project.ts'
import type { Renderer } from './renderers.ts'
import { zipped } from './zipped.ts'

/** Everything of a book that one can work on: the MyST project with its files, plain Markdown, and the book as data. */
export const renderZip: Renderer = async (book, { tell, note }) => {
  const listed = { ...book, files: book.paths.map(path => ({ path })) }
  const press = new Press()
  try {
    const files = new Map<string, string | Uint8Array>()
    // A third each; the steps within the first are the files of the book.
    const project = await mystProject(
      listed,
      path => book.files.read(path),
      (done, total) => tell('files', done, 3 * total),
    )
    for (const [path, content] of project) files.set(`myst/${path}`, content)
    const markdown = await press.print(book, 'markdown')
    for (const [path, bytes] of markdown.files) files.set(`markdown/${path}`, bytes)
    tell('markdown', 2, 3)
    const data = await press.print(book, 'json')
    for (const bytes of data.files.values()) files.set('book.json', bytes)
    tell('data', 3, 3)
    for (const { file, line, message } of data.problems)
      note(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)
    return { bytes: zipped(files, book.modified) }
  } finally {
    await press.close()
  }
}
