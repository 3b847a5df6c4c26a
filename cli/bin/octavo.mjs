#!/usr/bin/env node
// Octavo needs Node 24. On an older Node this launcher hands over to the Node 24 that npm installed beside it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main)
} else {
  const root = dirname(createRequire(import.meta.url).resolve('node/package.json'))
  const node = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(node)) {
    console.error(`Octavo needs Node 24; this is Node ${process.versions.node}. Run "npm ci" again, or install Node 24.`)
    process.exit(1)
  }
  // The child shares the terminal: Ctrl-C reaches it directly, and it decides when to stop.
  process.on('SIGINT', () => {})
  const { status, signal } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(signal ? 1 : (status ?? 1))
}
