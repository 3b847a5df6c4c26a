import { EventEmitter } from 'node:events'

/**
 * Tells the watchers and workers of this process that something moved, so that they look at once instead of at their
 * next poll. Other processes poll; nothing depends on a message arriving.
 */
export class JobBoard {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  /** A job was queued or asked to pause, resume or stop. */
  announceWork(): void {
    this.#emitter.emit('work')
  }

  /** A job has new events. */
  announceEvents(generationId: string): void {
    this.#emitter.emit(`events:${generationId}`)
  }

  /** Calls back on new work until the returned function is called. */
  onWork(listener: () => void): () => void {
    this.#emitter.on('work', listener)
    return () => this.#emitter.off('work', listener)
  }

  /** Calls back on new events of one job until the returned function is called. */
  onEvents(generationId: string, listener: () => void): () => void {
    this.#emitter.on(`events:${generationId}`, listener)
    return () => this.#emitter.off(`events:${generationId}`, listener)
  }
}
