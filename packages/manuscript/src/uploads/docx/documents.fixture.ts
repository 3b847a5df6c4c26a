import {
  AlignmentType,
  DeletedTextRun,
  Document,
  FootnoteReferenceRun,
  Math as Formula,
  Header,
  HeadingLevel,
  ImageRun,
  MathFraction,
  MathRun,
  MathSum,
  MathSuperScript,
  Packer,
  PageBreak,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import { pixel } from '../zip.fixture.ts'

const row = (...cells: string[]) =>
  new TableRow({ children: cells.map(text => new TableCell({ children: [new Paragraph(text)] })) })

/** A document of Word with one of everything. */
export async function saltRoad(): Promise<Uint8Array> {
  const document = new Document({
    title: 'The Salt Road',
    creator: 'Mara Lind; Tom Ro',
    keywords: 'salt, road',
    footnotes: { 1: { children: [new Paragraph('The ferry no longer runs.')] } },
    numbering: {
      config: [{ reference: 'numbers', levels: [{ level: 0, format: 'decimal', text: '%1.', alignment: 'left' }] }],
    },
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph('A running head')] }) },
        children: [
          new Paragraph({ text: 'The Salt Road', heading: HeadingLevel.TITLE }),
          new Paragraph({ text: 'for those who walked', alignment: AlignmentType.CENTER }),
          new Paragraph({ text: 'The Ferry', heading: HeadingLevel.HEADING_1 }),
          new Paragraph({
            children: [
              new TextRun('We left '),
              new TextRun({ text: 'early', bold: true }),
              new TextRun({ text: ' and glad', italics: true }),
              new FootnoteReferenceRun(1),
              new TextRun(' for $5 * 2.'),
              new DeletedTextRun({ text: 'struck words', id: 1, author: 'x', date: '2024-01-01T00:00:00Z' }),
            ],
          }),
          new Paragraph({ text: 'bread', bullet: { level: 0 } }),
          new Paragraph({ text: 'rye', bullet: { level: 1 } }),
          new Paragraph({ text: 'up', numbering: { reference: 'numbers', level: 0 } }),
          new Paragraph({ text: 'down', numbering: { reference: 'numbers', level: 0 } }),
          new Table({ rows: [row('Day', 'Miles'), row('1', '12')] }),
          new Paragraph({
            children: [
              new TextRun('It costs '),
              new Formula({
                children: [
                  new MathSuperScript({ children: [new MathRun('x')], superScript: [new MathRun('2')] }),
                  new MathRun('+'),
                  new MathFraction({ numerator: [new MathRun('α')], denominator: [new MathRun('2')] }),
                ],
              }),
              new TextRun(' coins.'),
            ],
          }),
          new Paragraph({
            children: [
              new Formula({
                children: [
                  new MathSum({
                    children: [new MathRun('i')],
                    subScript: [new MathRun('i=0')],
                    superScript: [new MathRun('n')],
                  }),
                ],
              }),
            ],
          }),
          new Paragraph({
            children: [
              new ImageRun({
                type: 'png',
                data: pixel,
                transformation: { width: 10, height: 10 },
                altText: { name: 'p', title: 'p', description: 'A pixel' },
              }),
            ],
          }),
          new Paragraph({ children: [new PageBreak()] }),
          new Paragraph({ text: 'The Inn', heading: HeadingLevel.HEADING_1 }),
          new Paragraph('Rest, traveller.'),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}
