import { hashOf } from './pictures.ts'
import { textBeside } from './site-style.ts'

/** Pictures, and fonts for letters most books have none of, are kept when they are first seen or when the book is saved. */
const later = /^(images|files)\/|^assets\/fonts\/|^(404\.html|robots\.txt|sitemap\.xml|feed\.xml|icon-\d+\.png)$/

/** The worker that keeps the site for reading offline: what is in it, and how it is kept. */
export function serviceWorker(hashes: ReadonlyMap<string, string>, alwaysFirst: readonly string[]): string {
  const sorted = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1))
  const files = Object.fromEntries(sorted.map(([path, hash]) => [path, hash.slice(0, 10)]))
  const first = sorted.map(([path]) => path).filter(path => !later.test(path) || alwaysFirst.includes(path))
  const edition = hashOf(JSON.stringify(files)).slice(0, 10)
  return `// Edition ${edition}\n'use strict'\nconst files = ${JSON.stringify(files)}\nconst first = ${JSON.stringify(first)}\n${textBeside('assets/sw.js')}`
}
