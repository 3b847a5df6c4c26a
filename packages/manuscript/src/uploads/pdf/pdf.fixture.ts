/** A piece of text on a page: points from the lower left corner. Letters of Courier are 0.6 of their size wide. */
export interface Piece {
  text: string
  x: number
  y: number
  size?: number
  font?: 'roman' | 'bold' | 'italic'
}

export interface Bookmark {
  title: string
  /** From 1. */
  page: number
  y: number
}

interface PdfOptions {
  outline?: Bookmark[]
  info?: Record<string, string>
  /** Locked with a password nobody knows. */
  locked?: boolean
  /** An uncompressed picture of one red pixel on the first page. */
  picture?: boolean
}

const fonts = { roman: 'Courier', bold: 'Courier-Bold', italic: 'Courier-Oblique' }
const literal = (text: string) => `(${text.replace(/[\\()]/g, '\\$&')})`

/** A PDF of text at given places (ISO 32000-1), 400 by 600 points a page, for tests. */
export function pdfOf(
  pages: Piece[][],
  { outline = [], info = {}, locked = false, picture = false }: PdfOptions = {},
): Uint8Array {
  const objects: string[] = []
  const add = (body: string) => objects.push(body)
  const firstPage = 6
  const pageNumber = (index: number) => firstPage + index * 2
  const pictureNumber = firstPage + pages.length * 2
  const outlineNumber = pictureNumber + 1
  const infoNumber = outlineNumber + 1 + outline.length
  add(`<< /Type /Catalog /Pages 2 0 R${outline.length > 0 ? ` /Outlines ${outlineNumber} 0 R` : ''} >>`)
  add(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${pageNumber(index)} 0 R`).join(' ')}] >>`,
  )
  for (const name of Object.values(fonts))
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`)
  for (const [index, pieces] of pages.entries()) {
    const shown = pieces.map(
      ({ text, x, y, size = 10, font = 'roman' }) => `BT /${font} ${size} Tf ${x} ${y} Td ${literal(text)} Tj ET`,
    )
    if (picture && index === 0) shown.push('q 100 0 0 80 150 100 cm /Pic Do Q')
    const content = shown.join('\n')
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents ${pageNumber(index) + 1} 0 R /Resources << /XObject << /Pic ${pictureNumber} 0 R >> /Font << /roman 3 0 R /bold 4 0 R /italic 5 0 R >> >> >>`,
    )
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  add(
    '<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 3 >>\nstream\n\u00ff\u0000\u0000\nendstream',
  )
  add(`<< /Type /Outlines /First ${outlineNumber + 1} 0 R /Last ${outlineNumber + outline.length} 0 R >>`)
  for (const [index, { title, page, y }] of outline.entries()) {
    const next = index + 1 < outline.length ? ` /Next ${outlineNumber + index + 2} 0 R` : ''
    add(
      `<< /Title ${literal(title)} /Parent ${outlineNumber} 0 R /Dest [${pageNumber(page - 1)} 0 R /XYZ 0 ${y} 0]${next} >>`,
    )
  }
  add(
    `<< ${Object.entries(info)
      .map(([name, value]) => `/${name} ${literal(value)}`)
      .join(' ')} >>`,
  )
  return written(
    objects,
    `/Root 1 0 R /Info ${infoNumber} 0 R${locked ? ` /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> /P -4 >>` : ''}`,
  )
}

function written(objects: string[], trailer: string): Uint8Array {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((body, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const start = file.length
  const table = offsets.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF`
  return new Uint8Array(Buffer.from(file, 'latin1'))
}

/** Lines under each other, the first of each paragraph further in; ends of lines as given. */
export function set(paragraphs: string[], { x = 50, y = 500, leading = 12, size = 10 } = {}): Piece[] {
  const pieces: Piece[] = []
  for (const paragraph of paragraphs) {
    for (const [index, text] of paragraph.split('\n').entries()) {
      pieces.push({ text, x: index === 0 ? x + 15 : x, y: y - pieces.length * leading, size })
    }
  }
  return pieces
}
