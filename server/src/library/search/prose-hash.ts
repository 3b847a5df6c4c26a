import { createHash } from 'node:crypto'

/** Names a fragment's prose, so that its vector is known to be of it wherever it moves. */
export function hashOf(prose: string): string {
  return createHash('sha256').update(prose).digest('base64url')
}
