import { mystProject } from '../myst-project.ts'
import type { Renderer } from './renderers.ts'
import { zipped } from './zipped.ts'

/** A MyST project in an archive: the texts as they are, with every file where they look for it. */
export const renderMyst: Renderer = async (book, { tell }) => {
  const listed = { ...book, files: book.paths.map(path => ({ path })) }
  const project = await mystProject(
    listed,
    path => book.files.read(path),
    (done, total) => tell('files', done, total + 1),
  )
  return { bytes: zipped(project, book.modified) }
}
