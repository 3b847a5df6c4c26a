/** A path of the book that `reference` names on the page `from`; undefined when it leads out of the book. */
export function resolvePath(reference: string, from: string): string | undefined {
  const decoded = decode(reference.split(/[?#]/)[0]!)
  const parts = decoded.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of decoded.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference // A % that encodes nothing stands for itself.
  }
}

/** Whether a URL leads out of the book: it has a scheme, or is relative to one. */
export const isExternal = (url: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)
