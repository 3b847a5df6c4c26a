import {
  AlignmentType,
  type INumberingOptions,
  type IStylesOptions,
  LevelFormat,
  LineRuleType,
  ShadingType,
} from 'docx'

const serif = 'Georgia'
const sans = 'Calibri'
const mono = 'Consolas'
const ink = '1F2328'

/**
 * The styles of a manuscript, named as editors know them, so that one change of a style changes the book. Fonts are those
 * every Word has: a document with fonts of its own does not open alike everywhere.
 */
export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: serif, size: 22, color: ink },
      paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: sans, size: 60, bold: true },
      paragraph: { spacing: { before: 3000, after: 200 }, alignment: AlignmentType.CENTER },
    },
    heading1: {
      run: { font: sans, size: 40, bold: true },
      paragraph: { spacing: { before: 600, after: 360 }, keepNext: true },
    },
    heading2: {
      run: { font: sans, size: 30, bold: true },
      paragraph: { spacing: { before: 420, after: 160 }, keepNext: true },
    },
    heading3: {
      run: { font: sans, size: 25, bold: true },
      paragraph: { spacing: { before: 320, after: 120 }, keepNext: true },
    },
    heading4: {
      run: { font: sans, size: 22, bold: true },
      paragraph: { spacing: { before: 260, after: 100 }, keepNext: true },
    },
    heading5: {
      run: { font: sans, size: 22, italics: true },
      paragraph: { spacing: { before: 220, after: 80 }, keepNext: true },
    },
    heading6: {
      run: { font: sans, size: 20, italics: true },
      paragraph: { spacing: { before: 200, after: 80 }, keepNext: true },
    },
    hyperlink: { run: { color: '2F5D8A', underline: {} } },
    footnoteText: { run: { size: 18 }, paragraph: { spacing: { after: 40, line: 240, lineRule: LineRuleType.AUTO } } },
    caption: {
      run: { font: sans, size: 19, color: '3F444C', bold: false, italics: false },
      paragraph: { spacing: { before: 80, after: 240 } },
    },
    listParagraph: { paragraph: { spacing: { after: 70 } } },
  },
  paragraphStyles: [
    style(
      'Subtitle',
      'Subtitle',
      { font: sans, size: 30, color: '565C66' },
      { alignment: AlignmentType.CENTER, spacing: { after: 500 } },
    ),
    style('Author', 'Author', { font: sans, size: 26 }, { alignment: AlignmentType.CENTER, spacing: { before: 600 } }),
    style('Imprint', 'Imprint', { size: 18 }, { spacing: { after: 80 } }),
    style(
      'Dedication',
      'Dedication',
      { italics: true },
      { alignment: AlignmentType.CENTER, spacing: { before: 3000 } },
    ),
    style(
      'Part',
      'Part',
      { font: sans, size: 48, bold: true },
      { alignment: AlignmentType.CENTER, spacing: { before: 4200, after: 300 }, outlineLevel: 0 },
    ),
    style(
      'ChapterNumber',
      'Chapter Number',
      { font: sans, size: 24, color: '565C66' },
      { spacing: { before: 900, after: 60 }, keepNext: true },
    ),
    style('Quote', 'Quote', { italics: true }, { indent: { left: 560, right: 560 } }),
    style('Attribution', 'Attribution', {}, { alignment: AlignmentType.RIGHT, indent: { right: 560 } }),
    style('SceneBreak', 'Scene Break', {}, { alignment: AlignmentType.CENTER, spacing: { before: 240, after: 240 } }),
    style(
      'Code',
      'Code',
      { font: mono, size: 18 },
      {
        spacing: { before: 120, after: 200, line: 252, lineRule: LineRuleType.AUTO },
        alignment: AlignmentType.LEFT,
        shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F5F6F7' },
      },
    ),
    style(
      'FileName',
      'File Name',
      { font: mono, size: 17, color: '565C66' },
      { spacing: { before: 120, after: 0 }, keepNext: true },
    ),
    style('Equation', 'Equation', {}, { spacing: { before: 120, after: 160 } }),
    style(
      'Figure',
      'Figure',
      {},
      { alignment: AlignmentType.CENTER, spacing: { before: 200, after: 80 }, keepNext: true },
    ),
    style('Legend', 'Legend', { font: sans, size: 18, color: '3F444C' }, {}),
    style(
      'TableText',
      'Table Text',
      { font: sans, size: 19 },
      { spacing: { after: 20, line: 250, lineRule: LineRuleType.AUTO } },
    ),
    style(
      'AfterTable',
      'After Table',
      { size: 8 },
      { spacing: { after: 100, line: 120, lineRule: LineRuleType.AUTO } },
    ),
    style('BoxTitle', 'Box Title', { font: sans, bold: true, size: 21 }, { spacing: { after: 60 }, keepNext: true }),
    style('Theorem', 'Theorem', { italics: true }, {}),
    style('Term', 'Term', { bold: true }, { spacing: { after: 20 }, keepNext: true }),
    style('Definition', 'Definition', {}, { indent: { left: 400 } }),
    style('Bibliography', 'Bibliography', {}, { indent: { left: 400, hanging: 400 } }),
    style(
      'IndexHeading',
      'Index Heading',
      { font: sans, bold: true },
      { spacing: { before: 200, after: 60 }, keepNext: true },
    ),
    style('Index1', 'index 1', {}, { indent: { left: 280, hanging: 280 }, spacing: { after: 20 } }),
    style('Index2', 'index 2', {}, { indent: { left: 560, hanging: 280 }, spacing: { after: 20 } }),
    style('ContentsHeading', 'TOC Heading', { font: sans, size: 36, bold: true }, { spacing: { after: 300 } }),
    style('TOC1', 'toc 1', { bold: true }, { spacing: { before: 120, after: 40 } }),
    style('TOC2', 'toc 2', {}, { indent: { left: 280 }, spacing: { after: 30 } }),
  ],
  characterStyles: [{ id: 'CodeText', name: 'Code Text', run: { font: mono, size: 20 } }],
}

type ParagraphStyle = NonNullable<IStylesOptions['paragraphStyles']>[number]

function style(
  id: string,
  name: string,
  run: NonNullable<ParagraphStyle['run']>,
  paragraph: NonNullable<ParagraphStyle['paragraph']>,
): ParagraphStyle {
  return {
    id,
    name,
    basedOn: 'Normal',
    next: id === 'Code' ? id : 'Normal',
    quickFormat: true,
    run,
    paragraph,
  }
}

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const indentOf = (level: number) => ({ paragraph: { indent: { left: 360 * (level + 1), hanging: 300 } } })

export const listStyles: INumberingOptions = {
  config: [
    {
      reference: 'bullets',
      levels: levels.map(level => ({
        level,
        format: LevelFormat.BULLET,
        text: ['•', '–', '·'][level % 3]!,
        alignment: AlignmentType.LEFT,
        style: indentOf(level),
      })),
    },
    {
      reference: 'numbers',
      levels: levels.map(level => ({
        level,
        format: [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN][level % 3]!,
        text: `%${level + 1}.`,
        alignment: AlignmentType.LEFT,
        style: indentOf(level),
      })),
    },
  ],
}
