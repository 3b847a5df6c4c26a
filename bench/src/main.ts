import { cpus } from 'node:os'
import type { Row } from './database.ts'

// Each measurement is loaded only when it is asked for, so that none slows another down.
const measurements: Record<string, () => Promise<Row[]>> = {
  start: async () => (await import('./start.ts')).measureStart(),
  database: async () => (await import('./database.ts')).measureDatabase(),
  audit: async () => (await import('./audit.ts')).measureAudit(),
  statistics: async () => (await import('./statistics.ts')).measureStatistics(),
  writing: async () => (await import('./write-book.ts')).measureWriting(),
  features: async () => (await import('./features.ts')).measureFeatures(),
  search: async () => (await import('./search.ts')).measureSearch(),
  images: async () => (await import('./images.ts')).measureImages(),
  meter: async () => (await import('./meter.ts')).measureMeter(),
  press: async () => (await import('./press.ts')).measurePress(),
  site: async () => (await import('./site.ts')).measureSite(),
  epub: async () => (await import('./epub.ts')).measureEpub(),
  uploads: async () => (await import('./uploads.ts')).measureUploads(),
  pdf: async () => (await import('./pdf.ts')).measurePdf(),
  library: async () => (await import('./library.ts')).measureLibrary(),
  typing: async () => (await import('./typing.ts')).measureTyping(),
  'search-speed': async () => (await import('./search-speed.ts')).measureSearchSpeed(),
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !measurements[name])
if (unknown.length > 0) {
  console.error(
    `There is no measurement "${unknown.join('", "')}". There are: ${Object.keys(measurements).join(', ')}.`,
  )
  process.exit(2)
}

console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}\n`)
let missed = 0
for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
  for (const row of await measurements[name]!()) {
    console.log(describe(row))
    if (!reaches(row)) missed++
  }
}
process.exit(missed > 0 ? 1 : 0)

function reaches({ value, atLeast = -Infinity, atMost = Infinity }: Row): boolean {
  return value >= atLeast && value <= atMost
}

function describe(row: Row): string {
  const value = `${row.value >= 100 ? Math.round(row.value) : row.value.toFixed(2)} ${row.unit}`
  const bounds = [
    row.atLeast === undefined ? '' : `at least ${row.atLeast}`,
    row.atMost === undefined ? '' : `at most ${row.atMost}`,
  ].join('')
  const verdict = bounds ? `  ${reaches(row) ? 'ok' : 'MISSED'}: ${bounds}` : ''
  const peer = row.peer ? `\n${' '.repeat(4)}${row.peer}` : ''
  return `${row.name.padEnd(58)} ${value.padStart(24)}${verdict}${peer}`
}
