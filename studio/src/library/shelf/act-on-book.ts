import { ask } from '@octavo/server/client'
import type { InfiniteData } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { toast, toastError } from '../../components/toast.tsx'
import type { Me } from '../../identity/me.ts'
import type { Book } from '../book.ts'

/** Whether a person may change a book, as far as this page knows; of single books shared with them the server says. */
export function mayChange(me: Me, book: Pick<Book, 'organizationId'>): boolean {
  const role = me.organizations.find(one => one.id === book.organizationId)?.role
  return role !== 'viewer' && role !== 'reviewer'
}

/** Puts a book into the trash; for ten seconds that can be taken back, and in the trash at any time. */
export function trashBook(book: Book): Promise<void> {
  takeOff(book)
  return told(async () => {
    await ask(api.v1.books[':id'].$delete({ param: { id: book.id } }))
    toast(`“${book.title}” is in the trash.`, { undo: () => void restoreBook(book) })
    await refresh(book)
  })
}

/** Takes a book out of the trash. */
export function restoreBook(book: Book): Promise<void> {
  takeOff(book)
  return told(async () => {
    await ask(api.v1.books[':id'].restore.$post({ param: { id: book.id } }))
    toast(`“${book.title}” is back in the library.`)
    await refresh(book)
  })
}

/** Puts a book into the archive; that can be taken back. */
export function archiveBook(book: Book): Promise<void> {
  return changeStatus(book, 'archived', 'is in the archive.')
}

/** Takes a book out of the archive: it is then what its dates say it was. */
export function unarchiveBook(book: Book): Promise<void> {
  const status = book.publishedAt ? 'published' : book.completedAt ? 'completed' : 'draft'
  return changeStatus(book, status, 'is out of the archive.')
}

/** Copies a book with all that is in it. */
export function duplicateBook(book: Book): Promise<void> {
  return told(async () => {
    const copy = await ask(api.v1.books[':id'].duplicate.$post({ param: { id: book.id }, json: {} }))
    toast(`“${copy.title}” is made.`)
    await refresh(copy)
  })
}

function changeStatus(book: Book, status: Book['status'], words: string): Promise<void> {
  takeOff(book)
  return told(async () => {
    const change = (to: Book['status']) =>
      ask(
        api.v1.books[':id'].$patch(
          { param: { id: book.id }, json: { status: to } },
          // Whatever else was changed meanwhile stays.
          { headers: { 'if-match': '*' } },
        ),
      )
    await change(status)
    const back = async () => {
      await change(book.status)
      await refresh(book)
    }
    toast(`“${book.title}” ${words}`, { undo: () => void told(back) })
    await refresh(book)
  })
}

/** A failure is told in words, and the lists show again what is so. */
async function told(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    toastError(error)
    await queryClient.invalidateQueries({ queryKey: ['books'] })
  }
}

/** Off every shelf at once; the lists are asked for again when the server has done it. */
function takeOff(book: Book): void {
  queryClient.setQueriesData<InfiniteData<{ items: Book[] }>>(
    { queryKey: ['books', 'shelf'] },
    data =>
      data && {
        ...data,
        pages: data.pages.map(page => ({ ...page, items: page.items.filter(one => one.id !== book.id) })),
      },
  )
}

async function refresh({ id }: Pick<Book, 'id'>): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['books'] }),
    queryClient.invalidateQueries({ queryKey: ['book', id] }),
  ])
}
