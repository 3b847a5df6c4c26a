import pg from 'pg'
import { DatabaseError } from './database-error.ts'

type Handler = (payload: string) => void

/** Who listens to which NOTIFY channel. Knows no connection: its owner sends the statements and passes messages in. */
export class Channels {
  readonly #handlers = new Map<string, Set<Handler>>()

  /** The statements that make a connection hear every channel in use. */
  get statements(): string[] {
    return [...this.#handlers.keys()].map(channel => `listen ${pg.escapeIdentifier(channel)}`)
  }

  /** Adds a handler; true when it is the channel's first. Throws `invalid_channel`. */
  add(channel: string, handler: Handler): boolean {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(channel)) {
      throw new DatabaseError(
        'invalid_channel',
        `"${channel}" is no channel name: use a–z, 0–9 and _, at most 63 characters.`,
      )
    }
    const handlers = this.#handlers.get(channel)
    if (handlers) {
      handlers.add(handler)
      return false
    }
    this.#handlers.set(channel, new Set([handler]))
    return true
  }

  /** Removes a handler; true when it was the channel's last. */
  remove(channel: string, handler: Handler): boolean {
    const handlers = this.#handlers.get(channel)
    if (!handlers?.delete(handler) || handlers.size > 0) return false
    return this.#handlers.delete(channel)
  }

  /** Passes a message to the channel's handlers. */
  readonly deliver = (message: pg.Notification): void => {
    for (const handler of this.#handlers.get(message.channel) ?? []) handler(message.payload ?? '')
  }
}
