import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { MasterKey } from '../config.ts'

/** NIST SP 800-38D, section 8.2.2: a random nonce of 96 bits, for far fewer than 2^32 messages a key. */
const nonceBytes = 12
const tagBytes = 16

/** Where a secret belongs. It opens nowhere else, so that ciphertexts cannot be swapped between rows. */
export interface SecretPlace {
  organizationId: string
  provider: string
}

/** A secret as the database keeps it: nonce, ciphertext and tag in one, and the key that sealed it. */
export interface SealedSecret {
  keyId: string
  ciphertext: Buffer
}

/** Something sealed cannot be opened; the message says which key is missing or that the row was tampered with. */
export class SecretError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SecretError'
  }
}

/** Seals with the newest master key and opens with any of them: AES-256-GCM. */
export class Secrets {
  #keys: readonly MasterKey[]
  /** Signs sessions. */
  readonly session: string

  constructor(keys: readonly MasterKey[], session: string) {
    if (keys.length === 0) throw new SecretError('There is no master key.')
    this.#keys = keys
    this.session = session
  }

  get newestKeyId(): string {
    return this.#keys[0]!.id
  }

  /** From now on `key` seals; the others still open. */
  addNewest(key: MasterKey): void {
    this.#keys = [key, ...this.#keys]
  }

  /** Forgets every key but the newest, once nothing is sealed with the others. */
  keepNewest(): void {
    this.#keys = this.#keys.slice(0, 1)
  }

  seal(secret: string, place: SecretPlace): SealedSecret {
    const { id, key } = this.#keys[0]!
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeBytes(place))
    const ciphertext = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { keyId: id, ciphertext }
  }

  /** Throws SecretError when the key is not configured, or when key, place or bytes do not fit. */
  open({ keyId, ciphertext }: SealedSecret, place: SecretPlace): string {
    const key = this.#keys.find(({ id }) => id === keyId)
    if (!key) {
      throw new SecretError(
        `The master key "${keyId}" is not configured. List it in OCTAVO_MASTER_KEYS again, or store the key of ${place.provider} anew.`,
      )
    }
    const nonce = ciphertext.subarray(0, nonceBytes)
    const tag = ciphertext.subarray(-tagBytes)
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.key, nonce, { authTagLength: tagBytes })
      decipher.setAAD(placeBytes(place)).setAuthTag(tag)
      return decipher.update(ciphertext.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
    } catch (cause) {
      throw new SecretError(
        `The stored key of ${place.provider} cannot be opened: it was sealed with another key named "${keyId}", or changed since. Store it anew.`,
        { cause },
      )
    }
  }
}

function placeBytes({ organizationId, provider }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['provider_keys', organizationId, provider]))
}
