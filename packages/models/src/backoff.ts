/** Calls to one model within one request, the first included. */
export const maxAttempts = 4
/** The longest we wait because a provider says so (milliseconds). */
export const maxRetryAfter = 60_000

const firstDelay = 1_000
const longestDelay = 20_000

/**
 * Milliseconds to wait before the next attempt: what the provider asked for, else a random time up to 1, 2, 4 … 20 s
 * ("full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param failed how many attempts have failed, from 1.
 */
export function delayAfter(failed: number, retryAfter: number | undefined, random: () => number): number {
  if (retryAfter !== undefined) return retryAfter
  return random() * Math.min(longestDelay, firstDelay * 2 ** (failed - 1))
}

/**
 * Reads how long a provider asks us to wait, in milliseconds, bounded to 60 s: `retry-after-ms` (OpenAI, Anthropic),
 * `Retry-After` as seconds or an HTTP date (RFC 9110 §10.2.3), or `retryDelay` in the body (Google's RetryInfo).
 * Undefined when it asks for nothing readable.
 */
export function readRetryAfter(
  headers: Record<string, string> | undefined,
  body: string | undefined,
  now: number,
): number | undefined {
  const header = headers?.['retry-after']
  const asked = [
    number(headers?.['retry-after-ms']),
    header === undefined ? undefined : (number(header, 1000) ?? number(String(Date.parse(header) - now))),
    number(body?.match(/"retryDelay":\s*"([\d.]+)s"/)?.[1], 1000),
  ].find(value => value !== undefined)
  return asked === undefined ? undefined : Math.min(Math.max(asked, 0), maxRetryAfter)
}

function number(text: string | undefined, unit = 1): number | undefined {
  const value = text?.trim() ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value * unit : undefined
}
