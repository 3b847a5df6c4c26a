import { ask } from '@octavo/server/client'
import { api } from '../api/client.ts'
import type { Book } from './book.ts'

const brief = () => import('../../../examples/job-queues/brief.md?raw').then(({ default: text }) => text)
const notes = import.meta.glob<string>('../../../examples/job-queues/notes/*.md', { query: '?raw', import: 'default' })

/** Begins a book from Octavo's own example, with its sources: eleven files of notes that become eight chapters. */
export async function beginSample(organizationId: string): Promise<Book> {
  const text = await brief()
  const [, head = '', wishes = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? []
  const field = (name: string) => new RegExp(`^${name}: "?(.*?)"?$`, 'm').exec(head)?.[1]
  const book = await ask(
    api.v1.books.$post({
      json: {
        organizationId,
        title: field('title')!,
        subtitle: field('subtitle') ?? null,
        authors: [field('author')!],
        audience: field('audience') ?? null,
        genre: field('genre') ?? null,
        language: 'en',
        model: 'octavo/compositor-1',
        kind: 'technical',
        targetChapters: Number(field('chapters')),
        targetWords: Number(field('words')),
        requiredFeatures: field('features')!.replace(/[[\]]/g, '').split(', '),
        notes: wishes.trim(),
      },
    }),
  )
  const files = await Promise.all(
    Object.entries(notes).map(async ([path, read]) => new File([await read()], path.split('/').at(-1)!)),
  )
  await ask(api.v1.books[':id'].sources.files.$post({ param: { id: book.id }, form: { files } }))
  return book
}
