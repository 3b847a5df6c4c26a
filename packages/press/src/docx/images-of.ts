import { type BookProblem, type BoundBook, lineOf } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { ImageProblem, type PreparedImage, type PrepareImage } from '../images/index.ts'

/** Every picture of a book as a document can show it: by its path, a diagram by its text. What cannot be read is told. */
export async function imagesOf(
  book: BoundBook,
  prepare: PrepareImage,
  problems: BookProblem[],
  signal?: AbortSignal,
): Promise<Map<string, PreparedImage>> {
  const wanted = new Map<string, { read: () => Promise<Uint8Array>; file: string; node: BookNode }>()
  const look = (file: string) => (nodes: readonly BookNode[]) => {
    for (const node of nodes) {
      if (node.type === 'image' && typeof node.path === 'string') {
        const path = node.path
        wanted.set(path, { read: () => book.files.read(path), file, node })
      } else if (node.type === 'mermaid' && typeof node.svg === 'string') {
        const svg = node.svg
        wanted.set(`diagram:${node.value}`, { read: async () => new TextEncoder().encode(svg), file, node })
      }
      look(file)(node.children ?? [])
    }
  }
  for (const page of book.pages) {
    look(page.file)(page.children)
    for (const note of page.footnotes.values()) look(page.file)(note.children)
  }
  const images = new Map<string, PreparedImage>()
  await Promise.all(
    [...wanted].map(async ([path, { read, file, node }]) => {
      signal?.throwIfAborted()
      try {
        images.set(path, await prepare(await read(), { purpose: 'docx', name: path }))
      } catch (error) {
        if (!(error instanceof ImageProblem)) throw error
        const line = lineOf(node)
        problems.push({ file, ...(line !== undefined && { line }), rule: 'missing-image', message: error.message })
      }
    }),
  )
  return images
}
