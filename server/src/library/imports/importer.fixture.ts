import { expect } from 'vitest'
import type { TestPerson, TestServer } from '../../testing.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type AnyBody = any
type Bytes = Uint8Array<ArrayBuffer> | string

/** What becomes of each chapter, by its title. */
export const outcomes = (confirmed: { body: AnyBody }): Record<string, string> =>
  Object.fromEntries(confirmed.body.chapters.map(({ title, outcome }: Record<string, string>) => [title, outcome]))

/** The titles of an outline; those of what holds others with theirs. */
export const titles = (items: AnyBody[]): unknown[] =>
  items.map(({ title, children }) => (children.length > 0 ? [title, titles(children)] : title))

/** What somebody does who imports; both are asked for when they are needed, since tests start them later. */
export function importer(of: () => { server: TestServer; owner: TestPerson }) {
  const ask = (method: string, path: string, body?: unknown, person = of().owner, headers?: Record<string, string>) =>
    of().server.request(person, method, `/v1${path}`, body, headers)
  const send = (name: string, bytes: Bytes, bookId?: string, person = of().owner) =>
    ask('POST', `${bookId ? `/books/${bookId}` : ''}/imports?name=${encodeURIComponent(name)}`, bytes, person, {
      'content-type': 'application/octet-stream',
    })
  const read = async (id: string): Promise<AnyBody> => {
    for (;;) {
      const { body } = await ask('GET', `/structures/${id}`)
      if (body.state !== 'reading') return body
      await new Promise(resolve => setTimeout(resolve, 30))
    }
  }
  return {
    ask,
    send,
    /** Waits until a structure is read. */
    read,
    /** Sends a file and waits until it is read. */
    async given(name: string, bytes: Bytes, bookId?: string): Promise<AnyBody> {
      const { status, body } = await send(name, bytes, bookId)
      expect(status, JSON.stringify(body)).toBe(201)
      return read(body.id)
    },
    confirm: (id: string, body: object = {}, headers?: Record<string, string>) =>
      ask('POST', `/structures/${id}/confirm`, body, undefined, headers),
    outline: async (bookId: string): Promise<AnyBody[]> => (await ask('GET', `/books/${bookId}/outline`)).body.items,
    text: async (chapterId: string): Promise<string> => (await ask('GET', `/chapters/${chapterId}`)).body.content,
  }
}
