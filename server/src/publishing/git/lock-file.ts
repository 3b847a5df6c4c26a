import { open, rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const tries = 50
/** Milliseconds. */
const between = 100

/** Does something while a lock file exists that nobody else made. Waits 5 s for it, then says who is in the way. */
export async function withLock<T>(path: string, act: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      await (await open(path, 'wx')).close()
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (turn === tries) {
        throw new Error(`${path} exists. If no other program uses this repository, delete it and publish again.`, {
          cause: error,
        })
      }
      await wait(between)
    }
  }
  try {
    return await act()
  } finally {
    await rm(path, { force: true })
  }
}
