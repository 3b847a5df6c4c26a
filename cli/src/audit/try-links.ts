import { counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Tries the links of a book and says how it goes; the addresses that do not work, each with the reason. */
export async function tryLinks(terminal: Terminal, urls: string[]): Promise<Map<string, string>> {
  const { checkLinks } = await import('@octavo/server/check-links')
  terminal.say(`Trying ${counted(urls.length, 'link')} …`)
  const checks = [...(await checkLinks(urls))]
  const dead = checks.filter(([, { state }]) => state === 'dead')
  const unchecked = checks.filter(([, { state }]) => state === 'unchecked')
  for (const [url, { reason }] of unchecked) {
    terminal.emit('unchecked-link', { url, reason })
    terminal.say(`  ${url} ${reason}: look at it yourself.`)
  }
  terminal.emit('links', { tried: checks.length, dead: dead.length, unchecked: unchecked.length })
  terminal.say()
  return new Map(dead.map(([url, { reason }]) => [url, reason]))
}
