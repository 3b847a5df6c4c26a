import {
  AlignmentType,
  Document,
  Footer,
  Header,
  type ISectionOptions,
  NumberFormat,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  type Table,
  TableOfContents,
  TextRun,
} from 'docx'
import { type BookProblem, type BoundBook, type BoundPage, lineOf } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import type { PreparedImage, PrepareImage } from '../images/index.ts'
import { imagesOf } from './images-of.ts'
import { Marks } from './marks.ts'
import { blocks, line, type Notes, type Place, paragraph, within } from './pieces.ts'
import { listStyles, styles } from './styles.ts'

export interface DocxOptions {
  /** Paper, in twentieths of a point; A4 unless it says otherwise. */
  paper?: 'a4' | 'letter'
  prepareImage: PrepareImage
  signal?: AbortSignal
}

export interface RenderedDocx {
  docx: Uint8Array
  problems: BookProblem[]
}

const papers = { a4: { width: 11906, height: 16838 }, letter: { width: 12240, height: 15840 } }
const margin = 1440

/**
 * A book as a document of Word with real styles: headings, captions with the bookmarks that references repeat, equations,
 * footnotes, and a table of contents that Word fills with its page numbers.
 */
export async function renderDocx(
  book: BoundBook,
  { paper = 'a4', prepareImage, signal }: DocxOptions,
): Promise<RenderedDocx> {
  const problems: BookProblem[] = []
  const images = await imagesOf(book, prepareImage, problems, signal)
  const notes: Notes = new Map()
  const size = papers[paper]
  const rightToLeft = /^(ar|fa|he|ur|yi)\b/i.test(book.language)
  let lists = 0
  const marks = new Marks()
  const place = (page: BoundPage): Place => ({
    book,
    page,
    marks,
    footnotes: notes,
    images,
    run: {},
    style: 'Normal',
    width: size.width - 2 * margin,
    rightToLeft,
    nextList: () => ++lists,
    report(node, message) {
      const at = lineOf(node)
      problems.push({ file: page.file, ...(at !== undefined && { line: at }), rule: 'not-shown', message })
    },
  })
  const body: (Paragraph | Table)[] = []
  for (const page of book.pages) {
    signal?.throwIfAborted()
    body.push(...pageOf(page, place(page)))
  }
  const section = (
    children: (Paragraph | Table | TableOfContents)[],
    more: Partial<ISectionOptions>,
  ): ISectionOptions => ({
    ...more,
    properties: {
      ...more.properties,
      page: { size, margin: { top: margin, bottom: margin, left: margin, right: margin }, ...more.properties?.page },
    },
    children,
  })
  const document = new Document({
    title: book.title,
    creator: book.authors.join('; '),
    ...(book.description && { description: book.description }),
    ...(book.keywords && { keywords: book.keywords.join(', ') }),
    styles: {
      ...styles,
      default: {
        ...styles.default,
        document: {
          ...styles.default!.document!,
          run: { ...styles.default!.document!.run, language: { value: book.language } },
        },
      },
    },
    numbering: listStyles,
    footnotes: Object.fromEntries([...notes].map(([number, children]) => [number, { children: [...children] }])),
    sections: [
      section(front(book), { properties: { titlePage: true } }),
      section(body, {
        properties: {
          type: SectionType.NEXT_PAGE,
          page: { pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL } },
        },
        headers: {
          default: new Header({
            children: [new Paragraph({ style: 'Imprint', alignment: AlignmentType.CENTER, text: book.title })],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                style: 'Imprint',
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT] })],
              }),
            ],
          }),
        },
      }),
    ],
  })
  return { docx: new Uint8Array(await Packer.toBuffer(document)), problems }
}

/** Title, imprint, dedication, contents. */
function front(book: BoundBook): (Paragraph | TableOfContents)[] {
  const imprint = [
    book.publisher,
    book.isbn && `ISBN ${book.isbn}`,
    book.rights && (/©|copyright/i.test(book.rights) ? book.rights : `${book.authors.join(', ')}. ${book.rights}`),
  ].filter((entry): entry is string => Boolean(entry))
  return [
    new Paragraph({ style: 'Title', text: book.title }),
    ...(book.subtitle ? [new Paragraph({ style: 'Subtitle', text: book.subtitle })] : []),
    ...book.authors.map(name => new Paragraph({ style: 'Author', text: name })),
    ...imprint.map((text, at) => new Paragraph({ style: 'Imprint', text, ...(at === 0 && { pageBreakBefore: true }) })),
    ...(book.dedication ? [new Paragraph({ style: 'Dedication', text: book.dedication, pageBreakBefore: true })] : []),
    new Paragraph({ style: 'ContentsHeading', text: book.words.contents, pageBreakBefore: true }),
    new TableOfContents(book.words.contents, { hyperlink: true, headingStyleRange: '1-2' }),
  ]
}

function pageOf(page: BoundPage, place: Place): (Paragraph | Table)[] {
  place.marks.await(page.slug)
  const [title] = line(page.titleNodes as BookNode[], place)
  const breaks = { pageBreakBefore: true }
  const opening: Paragraph[] = []
  if (page.kind === 'part') {
    if (page.numberLabel)
      opening.push(new Paragraph({ style: 'Part', text: page.numberLabel, ...breaks, children: place.marks.take() }))
    opening.push(
      new Paragraph({
        style: 'Heading1',
        alignment: AlignmentType.CENTER,
        children: [...place.marks.take(), ...title],
        ...(!page.numberLabel && breaks),
      }),
    )
  } else {
    if (page.numberLabel)
      opening.push(
        new Paragraph({
          style: 'ChapterNumber',
          children: [...place.marks.take(), new TextRun(page.numberLabel)],
          ...breaks,
        }),
      )
    opening.push(
      new Paragraph({
        style: 'Heading1',
        children: [...place.marks.take(), ...title],
        ...(!page.numberLabel && breaks),
      }),
    )
    if (page.subtitle) opening.push(paragraph([new TextRun(page.subtitle)], within(place, {}), { style: 'Legend' }))
  }
  return [...opening, ...blocks(page.children, place)]
}

export type { PreparedImage }
