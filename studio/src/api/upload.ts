import { problemOf } from '@octavo/server/client'
import { Unreachable } from './client.ts'

/** How much of a body has left this machine. */
export interface Sent {
  /** Bytes. */
  done: number
  total: number
}

/**
 * Sends a file, or a form, and tells how far it is: `fetch` has no way to. Throws ApiProblem as `ask` does, Unreachable,
 * and AbortError when the signal says so.
 */
export function upload<Body>(
  path: string,
  body: File | FormData,
  {
    method = 'POST',
    onSent,
    signal,
  }: { method?: 'POST' | 'PUT'; onSent?: (sent: Sent) => void; signal?: AbortSignal } = {},
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    if (body instanceof File) request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onSent?.({ done: loaded, total })
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    request.onload = async () => {
      const { status, responseText } = request
      if (status < 200 || status > 299) return reject(await problemOf({ status, text: async () => responseText }))
      resolve(JSON.parse(responseText) as Body)
    }
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    if (signal?.aborted) reject(new DOMException('The upload was stopped.', 'AbortError'))
    else request.send(body)
  })
}
