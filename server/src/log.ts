import { type DestinationStream, type Logger, pino } from 'pino'

/** Names whose values never belong in a log. `token` only at the end, so that token counts stay readable. */
const secretName = /pass(word|phrase)|secret|authorization|cookie|credential|api_?key|master_?key|ciphertext|token$/i

/** Secrets recognised by their shape wherever they appear, for messages written by libraries. */
const secretShapes: readonly [RegExp, string][] = [
  [/\boct_[\w-]{8,}/g, 'oct_[hidden]'],
  [/\b(sk|AIza)[\w-]{16,}/g, '$1[hidden]'],
  [/\bBearer [\w.~+/=-]{8,}/gi, 'Bearer [hidden]'],
  [/([?&](?:token|key|code|state)=)[^&\s"']+/gi, '$1[hidden]'],
  [/(\b[a-z][a-z+]*:\/\/[^:@/\s"]+:)[^@/\s"]+(?=@)/gi, '$1[hidden]'],
]

/** What of a value may be logged: everything but what is named like a secret. Numbers and booleans never are one. */
function withoutSecrets(value: unknown, depth = 0): unknown {
  if (depth > 6 || value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return describeError(value, depth)
  if (Array.isArray(value)) return value.map(item => withoutSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) && typeof item !== 'number' && typeof item !== 'boolean'
        ? '[hidden]'
        : withoutSecrets(item, depth + 1),
    ]),
  )
}

/** Of an error only what its makers wrote: their other fields hold requests, headers and rows. */
function describeError(error: Error, depth = 0): object {
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return {
    type: name,
    message,
    ...code,
    stack,
    ...(cause !== undefined && { cause: withoutSecrets(cause, depth + 1) }),
  }
}

/** A logger that writes one JSON object a line and no secrets. `destination` defaults to standard error. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
      formatters: {
        level: label => ({ level: label }),
        log: object => withoutSecrets(object) as Record<string, unknown>,
      },
      hooks: {
        streamWrite: line => secretShapes.reduce((text, [shape, instead]) => text.replace(shape, instead), line),
      },
    },
    destination,
  )
}
