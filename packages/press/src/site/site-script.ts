import { besideModule } from '../fonts/package-file.ts'
import { hashOf } from './pictures.ts'
import { textBeside } from './site-style.ts'
import type { SiteWords } from './site-words.ts'

const modules = ['load', 'colours', 'sections', 'search', 'previews', 'code', 'offline']

export interface SiteScripts {
  file: string
  script: string
  minisearch: { file: string; script: string }
}

/**
 * The script of every page, and the library search loads when it is first used. Each module is a block of its own, so that
 * none sees another's names; what they share is `site`. They are no ES modules: browsers load none from a disk.
 */
export function siteScripts(words: SiteWords): SiteScripts {
  const minisearch = miniSearch()
  const site = { words, minisearch: minisearch.file }
  const blocks = modules.map(name => `// ${name}\n{\n${bare(textBeside(`assets/${name}.js`))}}\n`)
  const script = `'use strict'\nconst site = ${JSON.stringify(site)}\n${blocks.join('')}`
  return { file: `assets/octavo-${hashOf(script).slice(0, 10)}.js`, script, minisearch }
}

/** Readers of the page need neither comments nor margins; who wants to know reads the source. */
const bare = (source: string): string => source.replace(/^\s*(?:\/\/.*|\/\*\*.*\*\/)\n/gm, '').replace(/^\s+/gm, '')

let library: SiteScripts['minisearch'] | undefined

function miniSearch(): SiteScripts['minisearch'] {
  if (!library) {
    // The package names only its modules to the outside, which browsers cannot load from a disk.
    const entry = import.meta.resolve('minisearch')
    const [source, licence] = ['../umd/index.js', '../../LICENSE.txt'].map(path =>
      new TextDecoder().decode(besideModule(new URL(path, entry))),
    ) as [string, string]
    // Its documentation is three quarters of it.
    const code = source.replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/^\s*\/\/.*\n?/gm, '')
    const script = `/* MiniSearch\n${licence.trim()}\n*/\n${code}`
    library = { file: `assets/minisearch-${hashOf(script).slice(0, 10)}.js`, script }
  }
  return library
}
