import { type Answer, ask } from '@octavo/server/client'
import { api } from '../../../api/client.ts'

export type Presence = Answer<Awaited<ReturnType<(typeof api)['v1']['chapters'][':id']['presence']['$put']>>>

/** Somebody else who has the chapter open. */
export type Other = Presence['others'][number]

/** How often one says where one is, and the least time between two after the cursor moved. Milliseconds. */
const roundMs = 5_000
const leastMs = 1_000

/** Says where the cursor is as long as the page is seen, and hears who else is there. */
export class PresenceRounds {
  readonly #chapterId: string
  readonly #on: (presence: Presence) => void
  #line = 1
  #saidLine = 0
  #saidAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #closed = false

  constructor(chapterId: string, on: (presence: Presence) => void) {
    this.#chapterId = chapterId
    this.#on = on
    document.addEventListener('visibilitychange', this.#seen)
    this.#plan(0)
  }

  /** Told of the cursor's line. */
  moved(line: number): void {
    this.#line = line
    if (line !== this.#saidLine) this.#plan(Math.max(0, this.#saidAt + leastMs - Date.now()))
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    document.removeEventListener('visibilitychange', this.#seen)
  }

  readonly #seen = (): void => {
    if (document.visibilityState === 'visible') this.#plan(0)
    else clearTimeout(this.#timer)
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#say(), ms)
  }

  async #say(): Promise<void> {
    if (this.#asking || this.#closed) return
    this.#asking = true
    this.#saidLine = this.#line
    this.#saidAt = Date.now()
    try {
      const json = { line: this.#line }
      const presence = await ask(api.v1.chapters[':id'].presence.$put({ param: { id: this.#chapterId }, json }))
      if (!this.#closed) this.#on(presence)
    } catch {
      // Whether the server answers is told by saving; here the next round tries again.
    }
    this.#asking = false
    if (this.#closed || document.visibilityState !== 'visible') return
    this.#plan(this.#line === this.#saidLine ? roundMs : leastMs)
  }
}
