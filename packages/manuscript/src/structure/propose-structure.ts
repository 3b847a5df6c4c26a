import type { Upload } from '../uploads/upload.ts'
import { arrange } from './arrange.ts'
import { type Boundary, chaptersIn, type Division } from './boundary.ts'
import { byContents } from './by-contents.ts'
import { byHeadings } from './by-headings.ts'
import { byMarks } from './by-marks.ts'
import { byNumbering } from './by-numbering.ts'
import { byTypography } from './by-typography.ts'
import { speaking } from './evidence.ts'
import { withMatter } from './find-matter.ts'
import { printedContents } from './printed-contents.ts'
import { firstWords } from './prose-line.ts'
import type { Structure } from './structure.ts'
import { type Survey, survey } from './survey.ts'

/** A chapter that has more than this share of the words, and of the chapters that numbers show, is several in one. */
const heldShare = 0.5

/**
 * Proposes the chapters of an upload, with front and back matter and parts; any number of them. Methods in the order they
 * are trusted: what the file says (navigation, outline, table of contents), its headings, the contents printed in it,
 * numbers that run on, the look of lines, a document each; else all of it is one chapter. Every block is in exactly one item;
 * `accountFor` shows it. Each item says by which method and evidence it was found. Time follows the number of blocks.
 */
export function proposeStructure(upload: Upload): Structure {
  const read = survey(upload)
  if (upload.blocks.length === 0) return { method: 'whole', confidence: 0, items: [] }
  const contents = printedContents(read)
  const numbered = byNumbering(read, contents)
  const methods = [
    () => byMarks(read, 'named'),
    () => byHeadings(read, contents),
    () => byContents(read, contents),
    () => numbered,
    () => byTypography(read),
    () => byMarks(read, 'spine'),
  ]
  let found: Division | undefined
  for (const method of methods) {
    const division = method()
    const chapters = chaptersIn(division)
    if (division === undefined || (division !== numbered && holdsSeveral(division, numbered, read))) continue
    // One chapter is as good as none while another method may find more.
    if (chapters > chaptersIn(found)) found = division
    if (chapters > 1) break
  }
  const division = withMatter(found ?? { method: 'whole', boundaries: [wholeOf(read)] }, read, found ? contents : [])
  return arrange(division, read)
}

/** Whether most of the numbered chapters are within one of a division: its method has not seen them. */
function holdsSeveral(division: Division, numbered: Division | undefined, { lines, words }: Survey): boolean {
  if (!numbered || chaptersIn(numbered) < 3 || chaptersIn(division) >= chaptersIn(numbered)) return false
  const blocks = numbered.boundaries.filter(({ kind }) => kind === 'chapter').map(({ block }) => block)
  return division.boundaries.some(({ block }, index) => {
    const end = division.boundaries[index + 1]?.block ?? lines.length
    if (words(block, end) <= words(0, lines.length) * heldShare) return false
    return blocks.filter(at => at >= block && at < end).length > Math.max(1, blocks.length * heldShare)
  })
}

function wholeOf({ upload, lines }: Survey): Boundary {
  const first = lines.find(({ words }) => words > 0)
  const isTitle = first?.isTitle === true && lines.some(({ block, words }) => block > first.block && words > 0)
  const title = upload.metadata.title ?? (isTitle ? first.plain : firstWords(first?.plain ?? ''))
  const printed = isTitle && first?.plain === title ? [first.block] : []
  const evidence = [speaking('whole', 'Nothing in it says where chapters begin, so all of it is one.')]
  return { block: 0, level: 0, kind: 'chapter', title, titleBlocks: printed, method: 'whole', evidence }
}
