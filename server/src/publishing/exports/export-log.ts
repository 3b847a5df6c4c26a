import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { appendEvent } from '../../generation/events.ts'
import type { Octavo } from '../../octavo.ts'

/** Lines one export keeps: who has more troubles than this mends the first ones first. */
const mostLines = 500

/** Adds lines to the log of an export. */
export async function appendLog(tx: Tx, exportId: string, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return
  const at = new Date().toISOString()
  const lines = JSON.stringify(texts.map(text => ({ at, text: text.slice(0, 2_000) })))
  await tx
    .updateTable('publishing.exports')
    .set({ log: sql`log || ${lines}::jsonb` })
    .where('id', '=', exportId)
    .where(sql<boolean>`jsonb_array_length(log) < ${mostLines}`)
    .execute()
}

interface Progress {
  stage: string
  done: number
  total: number
}

/**
 * Tells watchers how far an export is, as it goes: one write after the other, and what has been overtaken meanwhile is
 * left out. `settled` waits until all is told.
 */
export class ProgressTeller {
  readonly #octavo: Octavo
  readonly #jobId: string
  readonly #exportId: string
  #next: Progress | undefined
  #notes: string[] = []
  #writing: Promise<void> | undefined

  constructor(octavo: Octavo, jobId: string, exportId: string) {
    this.#octavo = octavo
    this.#jobId = jobId
    this.#exportId = exportId
  }

  tell = ({ stage, done, total }: Progress): void => {
    this.#next = { stage, done, total }
    this.#begin()
  }

  note = (text: string): void => {
    this.#notes.push(text)
    this.#begin()
  }

  async settled(): Promise<void> {
    await this.#writing
  }

  #begin(): void {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  async #write(): Promise<void> {
    while (this.#next || this.#notes.length > 0) {
      const [progress, notes] = [this.#next, this.#notes]
      this.#next = undefined
      this.#notes = []
      try {
        await this.#save(progress, notes)
      } catch (error) {
        // How far it is, is no reason for an export to fail.
        this.#octavo.log.warn({ err: error, exportId: this.#exportId }, 'cannot tell how far an export is')
      }
    }
  }

  async #save(progress: Progress | undefined, notes: readonly string[]): Promise<void> {
    await this.#octavo.database.asService('tell how far an export is', async tx => {
      await appendLog(tx, this.#exportId, notes)
      if (!progress) return
      const percent = progress.total > 0 ? Math.floor((progress.done / progress.total) * 10_000) / 100 : 0
      await tx.updateTable('publishing.exports').set(progress).where('id', '=', this.#exportId).execute()
      await tx
        .updateTable('generation.generations')
        .set({ progress: percent, stage: progress.stage })
        .where('id', '=', this.#jobId)
        .execute()
      await appendEvent(tx, this.#jobId, 'progress', { ...progress, progress: percent })
    })
    this.#octavo.jobs.announceEvents(this.#jobId)
  }
}
