import { type Inline, plainOfInline, renderInline } from '../html/inline.ts'
import { languageTag } from '../language-tag.ts'
import type { Reading } from '../reading.ts'
import { type Upload, UploadError, type UploadMetadata } from '../upload.ts'
import { inReadingOrder, usualGutter } from './columns.ts'
import { printedContents } from './contents.ts'
import { withoutFurniture } from './furniture.ts'
import { Vocabulary } from './hyphens.ts'
import { fragmentsOf, type Line, type Span, spansOf } from './lines.ts'
import { contentsMarks, outlineMarks, type PlacedBlock } from './marks.ts'
import { openPdf, type PdfDocument } from './open.ts'
import { isCentered, type PdfParagraph, paragraphsOf, type Setting, settingOf } from './paragraphs.ts'
import { PdfPictures } from './pictures.ts'
import { placePictures } from './place-pictures.ts'

/**
 * A PDF as paragraphs in reading order, with what its letters look like. Running heads, page numbers and a printed table
 * of contents are in `removed`; the outline, else that table, gives the marks.
 *
 * Throws encrypted, damaged, too-large, and no-text for scanned pages.
 */
export async function readPdf(bytes: Uint8Array, reading: Reading): Promise<Upload> {
  const document = await openPdf(bytes, reading)
  try {
    return await readDocument(document, reading)
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readDocument(document: PdfDocument, reading: Reading): Promise<Upload> {
  const fragments: Line[][] = []
  const pictures = new PdfPictures(reading.limits.unpackedBytes / 2)
  for (let number = 1; number <= document.numPages; number++) {
    await reading.step(number - 1, document.numPages)
    try {
      const page = await document.getPage(number)
      // The operators that paint the page bring its fonts, which say what is bold.
      await pictures.take(page, number)
      fragments.push(fragmentsOf(await spansOf(page), number))
      page.cleanup()
    } catch (error) {
      throw reading.damaged(
        `has a page that cannot be read, page ${number}. Export it again from the program it comes from.`,
        error,
      )
    }
  }
  const gutter = usualGutter(fragments)
  const all = fragments.map(page => inReadingOrder(page, gutter))
  refuseScan(all, reading)
  const { pages, removed, offset } = withoutFurniture(all, settingOf(all).size)
  for (const { line, reason } of removed) reading.remove(reason, `page ${line.page}`, line.text)
  const setting = settingOf(pages)
  const images = new Map<string, Uint8Array>()
  const contents = printedContents(pages, offset)
  const withoutContents = pages.map(lines => lines.filter(line => !contents?.lines.has(line)))
  const bodyBlocks = blocksOf(withoutContents, setting)
  // A table of contents is one whose titles stand again; anything else that looks like it is text.
  const printed = contents ? contentsMarks(contents.entries, bodyBlocks) : []
  const isContents = contents !== undefined && printed.length >= contents.entries.length / 2
  for (const line of isContents ? contents.lines : []) reading.remove('contents', `page ${line.page}`, line.text)
  const text = isContents ? bodyBlocks : blocksOf(pages, setting)
  const placed = placePictures(text, pictures, images)
  if (pictures.lost > 0) {
    reading.warn(`${pictures.lost} pictures could not be taken out of the PDF. Put them in from where you have them.`)
  }
  const outline = await outlineMarks(document, placed)
  const marks = outline.length > 0 || !isContents ? outline : contentsMarks(contents.entries, placed)
  return {
    format: 'pdf',
    metadata: await metadataOf(document),
    blocks: placed.map(({ y: _, ...block }) => block),
    marks,
    images,
    removed: reading.removed,
    warnings: reading.warnings,
  }
}

function refuseScan(pages: Line[][], reading: Reading): void {
  const empty = pages.flatMap((lines, index) => (lines.length === 0 ? [index + 1] : []))
  const letters = pages.flat().reduce((sum, { text }) => sum + text.replace(/[^\p{L}]/gu, '').length, 0)
  if (letters < pages.length * 5) {
    throw new UploadError(
      'no-text',
      `${reading.name} has no text, only pictures of pages. Have its text recognised (OCR), for example with OCRmyPDF or Acrobat, and give that file.`,
    )
  }
  if (empty.length > 0) {
    const some = empty.slice(0, 10).join(', ')
    reading.warn(
      `${empty.length === 1 ? 'Page' : 'Pages'} ${some}${empty.length > 10 ? ' …' : ''} ${empty.length === 1 ? 'has' : 'have'} no text: if there is any to see, it must be recognised (OCR).`,
    )
  }
}

function blocksOf(pages: Line[][], setting: Setting): PlacedBlock[] {
  const vocabulary = new Vocabulary(pages.flat())
  return paragraphsOf(pages, setting).map(paragraph => blockOf(paragraph, setting, vocabulary))
}

function blockOf({ lines, apart }: PdfParagraph, setting: Setting, vocabulary: Vocabulary): PlacedBlock {
  const first = lines[0]!
  const isBody = Math.abs(first.size - setting.size) < setting.size * 0.1
  const isSetIn = lines.length > 2 && lines.slice(1, -1).every(line => Math.abs(line.x - lines[1]!.x) < 1)
  const centered = !isSetIn && lines.every(isCentered)
  const bold = lines.every(line => line.bold)
  const inlines = joined(lines, vocabulary, centered && isBody, !bold)
  const isItem = bullet.test(first.text)
  if (isItem) takeBullet(inlines)
  const text = renderInline(inlines, { breaks: 'line' })
  return {
    text: isItem ? `- ${text}` : text,
    plain: plainOfInline(inlines),
    page: first.page,
    size: Math.round((first.size / setting.size) * 100) / 100,
    y: first.y + first.size * 0.5,
    ...(bold && { bold }),
    ...(centered && { centered }),
    ...(apart && { apart }),
  }
}

const bullet = /^\s*[•◦▪‣●○■□]\s*(?=\S)/u

function takeBullet(inlines: Inline[]): void {
  const [first] = inlines
  if (first?.type === 'text') inlines[0] = { ...first, text: first.text.replace(/^\s*[•◦▪‣●○■□]\s*/u, '') }
}

/** Lines as one text: italics and bold marked, hyphens of the margin taken out. */
function joined(lines: Line[], vocabulary: Vocabulary, keepsLines: boolean, marksBold: boolean): Inline[] {
  const spans: (Span | 'break')[] = []
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    if (before && keepsLines) spans.push('break')
    else if (before) {
      const { cut, between } = vocabulary.join(before.text, line.text)
      const last = spans.at(-1) as Span
      const text = last.text.trimEnd()
      spans[spans.length - 1] = { ...last, text: text.slice(0, text.length - cut) + between }
    }
    spans.push(...line.spans.map((span, at) => (at === 0 ? { ...span, text: span.text.trimStart() } : span)))
  }
  return spans.map(span => (span === 'break' ? { type: 'break' } : inlineOf(span, marksBold)))
}

function inlineOf(span: Span, marksBold: boolean): Inline {
  const text: Inline = { type: 'text', text: span.text }
  if (span.raised && /^\s*[\w*†‡]{1,4}\s*$/u.test(span.text))
    return { type: 'role', role: 'sup', text: span.text.trim() }
  const italic: Inline = span.italic ? { type: 'mark', mark: '*', children: [text] } : text
  return span.bold && marksBold ? { type: 'mark', mark: '**', children: [italic] } : italic
}

async function metadataOf(document: PdfDocument): Promise<UploadMetadata> {
  const info = (await document.getMetadata()).info as Record<string, unknown>
  const text = (name: string) => (typeof info[name] === 'string' ? info[name].replace(/\s+/g, ' ').trim() : '')
  // Programs put the name of their file here.
  const title = /\.(docx?|indd|tex|pdf|qxd|dvi)$|^untitled|^microsoft word/i.test(text('Title')) ? '' : text('Title')
  const authors = text('Author')
    .split(/\s*;\s*/)
    .filter(Boolean)
  const keywords = text('Keywords')
    .split(/\s*[,;]\s*/)
    .filter(Boolean)
  const [description, language] = [text('Subject'), languageTag(text('Language'))]
  return {
    ...(title && { title }),
    ...(authors.length > 0 && { authors }),
    ...(language && { language }),
    ...(description && { description }),
    ...(keywords.length > 0 && { keywords }),
  }
}
