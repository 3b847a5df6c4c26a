import type { Upload } from '../uploads/upload.ts'
import { itemsOf, type Structure } from './structure.ts'

/** Where the characters of an upload are, in UTF-16 code units of MyST. All but `lost` and `twice` add up to `total`. */
export interface Account {
  total: number
  chapters: number
  parts: number
  front: number
  back: number
  /** Left out by the author. */
  excluded: number
  /** Left out by the reader of the file, who lists it with the reason. */
  removed: number
  /** Blocks in no item. Empty for every structure that was proposed or edited here. */
  lost: number[]
  /** Blocks in more than one item. Empty, too. */
  twice: number[]
}

const accounts = { chapter: 'chapters', part: 'parts', front: 'front', back: 'back', excluded: 'excluded' } as const

/** Shows that no text was dropped in silence: every block and every removed text is counted once. */
export function accountFor(upload: Upload, structure: Structure): Account {
  const removed = upload.removed.reduce((sum, { text }) => sum + text.length, 0)
  const total = removed + upload.blocks.reduce((sum, { text }) => sum + text.length, 0)
  const account: Account = {
    total,
    chapters: 0,
    parts: 0,
    front: 0,
    back: 0,
    excluded: 0,
    removed,
    lost: [],
    twice: [],
  }
  const times = new Uint32Array(upload.blocks.length)
  for (const { kind, start, end } of itemsOf(structure.items)) {
    for (let block = start; block < end; block++) {
      account[accounts[kind]] += upload.blocks[block]?.text.length ?? 0
      if (block < times.length) times[block]!++
    }
  }
  for (const [block, count] of times.entries()) {
    if (count === 0) account.lost.push(block)
    else if (count > 1) account.twice.push(block)
  }
  return account
}
