import { UploadError } from './upload.ts'

/**
 * The path of a file of a folder or archive, with `/` between its parts and its letters composed (NFC), as macOS takes
 * them apart. Throws unsafe-path for one that leads out: absolute, with a drive letter, with `..` or with U+0000.
 */
export function safePath(path: string): string {
  const plain = path.replaceAll('\\', '/').normalize('NFC')
  const parts = plain.split('/')
  const leadsOut = plain.startsWith('/') || /^[a-z]:/i.test(plain) || parts.includes('..')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a path with one is made to deceive
  if (leadsOut || plain === '' || /[\u0000-\u001f]/.test(plain)) {
    throw new UploadError(
      'unsafe-path',
      `It holds a file named ${JSON.stringify(path.slice(0, 100))}, which leads out of its folder. Pack the folder anew and try again.`,
    )
  }
  return parts.filter(part => part !== '' && part !== '.').join('/')
}

/** What operating systems, editors and builds leave in folders. */
export function isLitter(path: string): boolean {
  return /(^|\/)(__MACOSX|_build|node_modules|\.[^/]+|Thumbs\.db|desktop\.ini)(\/|$)/.test(path)
}

/** Without the one folder everything stands in, as archives of folders have it. */
export function withoutRoot<T>(files: Map<string, T>): Map<string, T> {
  const [first] = files.keys()
  const root = first?.includes('/') ? first.slice(0, first.indexOf('/') + 1) : undefined
  if (!root || ![...files.keys()].every(path => path.startsWith(root))) return files
  return withoutRoot(new Map([...files].map(([path, value]) => [path.slice(root.length), value])))
}

const collator = new Intl.Collator('en', { numeric: true })

/** As people order files: `chapter2` before `chapter10`, an index or preface before all else of its folder. */
export function naturalOrder(paths: Iterable<string>): string[] {
  const key = (path: string) => path.split('/').map(part => (/^(index|readme|intro)\.\w+$/i.test(part) ? '' : part))
  return [...paths]
    .map(path => ({ path, key: key(path) }))
    .sort((a, b) => {
      for (let index = 0; index < Math.min(a.key.length, b.key.length); index++) {
        // Files of a folder stand before its folders.
        const folder = Number(index < a.key.length - 1) - Number(index < b.key.length - 1)
        const order = folder || collator.compare(a.key[index]!, b.key[index]!)
        if (order !== 0) return order
      }
      return collator.compare(a.path, b.path)
    })
    .map(({ path }) => path)
}
