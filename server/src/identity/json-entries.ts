import { OctavoError } from '../errors.ts'
import type { ZipEntry } from './zip-stream.ts'

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Items of one page of a list. */
const pageSize = 100

/**
 * All items of a list, read page by page as they are asked for. Ends where what the list is of is gone by now: deleted, or
 * taken from the reader.
 */
export async function* itemsOf<Item>(
  read: (page: { limit: number; cursor: string | undefined }) => Promise<{ items: Item[]; next: string | null }>,
): AsyncGenerator<Item> {
  let cursor: string | undefined
  do {
    const page = await unlessGone(read({ limit: pageSize, cursor }))
    if (!page) return
    yield* page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

/** What was asked for; undefined when it is not there any more. */
export async function unlessGone<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof OctavoError && error.code === 'not_found') return undefined
    throw error
  }
}

/** A list as a file that is written item by item; no file when there are none. */
export async function* listEntry(
  path: string,
  items: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<ZipEntry> {
  const rest = each(items)
  const first = await rest.next()
  if (!first.done) yield { path, content: jsonList(first.value, rest) }
}

async function* each(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<unknown> {
  yield* items
}

async function* jsonList(first: unknown, rest: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`[\n${JSON.stringify(first, null, 2)}`)
  for await (const item of rest) yield encoder.encode(`,\n${JSON.stringify(item, null, 2)}`)
  yield encoder.encode('\n]\n')
}
