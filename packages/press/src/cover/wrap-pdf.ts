import { withTrimBox } from '../pdf/trim-box.ts'
import type { DrawnWrap } from './draw-wrap.ts'
import { bleed, inch } from './print.ts'

/** A wrap as a PDF of one page at its exact size, all vectors, which says where it is cut. The same wrap, the same bytes. */
export async function wrapPdf(
  { svg, width, height }: Pick<DrawnWrap, 'svg' | 'width' | 'height'>,
  title: string,
): Promise<Uint8Array> {
  // Loaded when it is needed: a compiler of 20 MB.
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  // The workspace is a name only: the one file there is, is given here.
  const compiler = NodeCompiler.create({ workspace: '/octavo' })
  compiler.mapShadow('/octavo/cover.svg', Buffer.from(svg))
  const page = [
    `#set document(title: ${JSON.stringify(title.replace(/[\\"\p{Cc}]/gu, ' '))}, date: none)`,
    `#set page(width: ${width.toFixed(4)}mm, height: ${height.toFixed(4)}mm, margin: 0pt)`,
    '#image("cover.svg", width: 100%, height: 100%)',
  ].join('\n')
  const pdf = compiler.pdf({ mainFileContent: page }, { creationTimestamp: 0, pdfTags: false })
  return withTrimBox(pdf, (bleed * 72) / inch)
}
