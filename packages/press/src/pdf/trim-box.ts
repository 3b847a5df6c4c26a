import { PdfError } from './pdf-error.ts'

/**
 * Tells a printer where to cut: a TrimBox, and a BleedBox as large as the page, on every page of a PDF that Typst has
 * written (ISO 32000-1, 14.11.2). Typst has no word for it. The pages are written anew behind the file and found there
 * first (an incremental update, 7.5.6), so that not a byte before changes. `bleed` in points. Throws PdfError when the
 * file is not laid out as expected.
 */
export function withTrimBox(pdf: Uint8Array, bleed: number): Uint8Array {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  const trailer = file.subarray(file.lastIndexOf('\ntrailer\n')).toString('latin1')
  const [, dictionary, start] = /^\ntrailer\n<<\n(.*)\n>>\nstartxref\n(\d+)\n%%EOF\s*$/s.exec(trailer) ?? []
  if (dictionary === undefined) throw unexpected('its trailer')
  let end = file.length
  const pages: string[] = []
  const entries: string[] = []
  for (const { number, offset } of objectsOf(file, Number(start))) {
    const page = pageAt(file, offset)
    if (page === undefined) continue
    const written = `${page.replace(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/, (box, width, height) => `${box}\n  /BleedBox [0 0 ${width} ${height}]\n  /TrimBox [${[bleed, bleed, width - bleed, height - bleed].map(at).join(' ')}]`)}\n`
    pages.push(written)
    entries.push(`${number} 1\n${String(end).padStart(10, '0')} 00000 n\r\n`)
    end += written.length
  }
  if (pages.length === 0) throw unexpected('its pages')
  const update = `${pages.join('')}xref\n${entries.join('')}trailer\n<<\n${dictionary}\n  /Prev ${start}\n>>\nstartxref\n${end}\n%%EOF\n`
  return new Uint8Array(Buffer.concat([file, Buffer.from(update, 'latin1')]))
}

const at = (points: number) => points.toFixed(3)

/** The objects in use, by the table that says where they are (7.5.4): one section, twenty bytes an entry. */
function* objectsOf(file: Buffer, start: number): Generator<{ number: number; offset: number }> {
  const [head, first, count] = /^xref\n(\d+) (\d+)\n/.exec(file.subarray(start, start + 40).toString('latin1')) ?? []
  if (head === undefined) throw unexpected('its table of objects')
  for (let at = 0; at < Number(count); at++) {
    const from = start + head.length + at * 20
    const entry = file.subarray(from, from + 20).toString('latin1')
    if (entry[17] === 'n') yield { number: Number(first) + at, offset: Number(entry.slice(0, 10)) }
  }
}

/** The source of an object that is a page. */
function pageAt(file: Buffer, offset: number): string | undefined {
  const head = file.subarray(offset, offset + 60).toString('latin1')
  if (!/^\d+ 0 obj\n<<\n {2}\/Type \/Page\n/.test(head)) return undefined
  return file.subarray(offset, file.indexOf('\nendobj\n', offset) + '\nendobj'.length).toString('latin1')
}

const unexpected = (what: string) =>
  new PdfError(
    'crashed',
    `The PDF cannot be given its TrimBox: ${what} is not where Typst 0.14 writes it. Print it without bleed.`,
  )
