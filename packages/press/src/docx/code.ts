import { type Paragraph, TextRun } from 'docx'
import type { BookNode } from '../book/nodes.ts'
import { type Place, paragraph, within } from './pieces.ts'

/** A listing: its file name, then its lines as one paragraph, so that it is copied and edited as one. */
export function codeBlock(node: BookNode, place: Place): Paragraph[] {
  const here = within(place, { item: undefined })
  const lines = String(node.value ?? '')
    .replace(/\n$/, '')
    .split('\n')
  const from = Number(node.startingLineNumber ?? 1)
  const digits = String(from + lines.length - 1).length
  const emphasised = new Set((node.emphasizeLines as number[] | undefined) ?? [])
  const runs = lines.map((line, at) => {
    const number = node.showLineNumbers ? `${String(from + at).padStart(digits)}  ` : ''
    return new TextRun({
      text: number + line,
      ...(at > 0 && { break: 1 }),
      ...(emphasised.has(from + at) && { bold: true }),
    })
  })
  const name = node.filename
    ? [paragraph([new TextRun(String(node.filename))], here, { style: 'FileName', keepNext: true })]
    : []
  return [...name, paragraph(runs, here, { style: 'Code' })]
}
