/** A path within a book: no slash at its beginning, no `.` or `..` in it. Undefined when it leads out of the book. */
export function resolvePath(page: string, to: string): string | undefined {
  const decoded = decode(to)
  const parts = decoded.startsWith('/') ? [] : page.split('/').slice(0, -1)
  for (const part of decoded.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** What `%20` and the like in an address stand for; the address itself when they stand for nothing. */
export function decode(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch (error) {
    if (error instanceof URIError) return address
    throw error
  }
}

/** Whether an address names its scheme, as in `https:` or `mailto:`, or a host. */
export const isExternal = (address: string): boolean => /^([a-z][a-z\d+.-]+:|\/\/)/i.test(address)
