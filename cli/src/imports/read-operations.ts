import { readFile } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { Failure } from '../failure.ts'
import type { StructureOperation } from './structure.ts'

const kinds = ['front', 'part', 'chapter', 'back', 'excluded'] as const

/** Reads `ITEM=TEXT`. Throws InvalidArgumentError. */
function pairIn(text: string, what: string): [item: string, value: string] {
  const [, item, value] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (item === undefined || value === undefined)
    throw new InvalidArgumentError(`Give ITEM=${what}, such as b12=${what}.`)
  return [item, value]
}

/** How each option of `octavo structure edit` is read as an operation. */
export const operationOf = {
  rename(text: string): StructureOperation {
    const [item, title] = pairIn(text, 'TITLE')
    return { do: 'rename', item, title }
  },
  kind(text: string): StructureOperation {
    const [item, value] = pairIn(text, 'KIND')
    const kind = kinds.find(kind => kind === value)
    if (!kind) throw new InvalidArgumentError(`Give one of ${kinds.join(', ')}.`)
    return { do: 'set-kind', item, kind }
  },
  exclude: (item: string): StructureOperation => ({ do: 'set-kind', item, kind: 'excluded' }),
  merge: (item: string): StructureOperation => ({ do: 'merge', item, with: 'previous' }),
  split(text: string): StructureOperation {
    const [, item, block] = /^([^@]+)@(\d+)$/.exec(text) ?? []
    if (item === undefined) throw new InvalidArgumentError('Give ITEM@BLOCK, such as b12@15.')
    return { do: 'split', item, block: Number(block) }
  },
}

/** Operations from a file in JSON: a list of them. The API says what is wrong with one. Throws Failure. */
export async function readOperations(path: string): Promise<StructureOperation[]> {
  const wrong = (cause?: unknown) =>
    new Failure(
      `${path} is no list of operations.`,
      'Write JSON such as [{"do": "merge", "item": "b12", "with": "previous"}].',
      {
        exitCode: 2,
        cause,
      },
    )
  let read: unknown
  try {
    read = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(error)
    throw error
  }
  if (!Array.isArray(read)) throw wrong()
  return read
}
