import type { Upload, UploadMark } from '../uploads/upload.ts'
import { type Boundary, chaptersIn, type Division } from './boundary.ts'
import { type Evidence, speaking } from './evidence.ts'
import { boundariesFrom, type Entry } from './outline-levels.ts'
import { readLabel } from './read-label.ts'
import { type MatterRole, matterRoles } from './structure.ts'
import { comparable, looksOf, type Survey } from './survey.ts'

const sources: Record<UploadMark['from'], string> = {
  nav: 'The navigation of the file names it.',
  ncx: 'The navigation of the file names it.',
  outline: 'The outline of the file names it.',
  contents: 'The printed contents name it.',
  toc: 'The table of contents of the book names it.',
  spine: 'It is a document of its own in the file.',
}

/** Roles by the names EPUB, DPUB-ARIA and MyST have for them where those differ from ours. */
const semantics: Record<string, MatterRole | 'part' | 'chapter'> = {
  'title-page': 'titlepage',
  halftitlepage: 'titlepage',
  'half-title-page': 'titlepage',
  fulltitlepage: 'titlepage',
  'copyright-page': 'copyright',
  imprint: 'copyright',
  toc: 'contents',
  acknowledgments: 'acknowledgements',
  endnotes: 'notes',
  rearnotes: 'notes',
  footnotes: 'notes',
  contributors: 'about',
  conclusions: 'conclusion',
  appendices: 'appendix',
  volume: 'part',
  division: 'part',
  part: 'part',
  parts: 'part',
  chapter: 'chapter',
}

/** Pages of a folder are what an author wrote as such; documents of an EPUB may be cut anywhere. */
const isFolder = ({ format }: Upload) => format === 'myst' || format === 'markdown'

/** Chapters by what the file itself says: its navigation, outline, or table of contents; `spine` by its documents. */
export function byMarks(survey: Survey, which: 'named' | 'spine'): Division | undefined {
  const { upload } = survey
  const marks = upload.marks.filter(({ from }) => (from === 'spine' && !isFolder(upload)) === (which === 'spine'))
  const entries = marks.map((mark, index) => entryOf(mark, marks[index + 1], survey))
  if (which === 'named') entries.push(...matterOfSpine(survey, new Set(marks.map(({ block }) => block))))
  entries.sort((a, b) => a.block - b.block)
  const boundaries = onePerPlace(boundariesFrom(numbersWithTitles(entries), survey, 'toc'))
  const division: Division = { method: 'toc', boundaries }
  return chaptersIn(division) > 0 ? division : undefined
}

function entryOf(mark: UploadMark, next: UploadMark | undefined, survey: Survey): Entry {
  const { block, depth } = mark
  const title = mark.title.replace(/\s+/g, ' ').trim()
  const label = readLabel(title, survey.lexicons)
  const empty = next !== undefined && next.block === block && next.depth > depth
  const titleBlocks = empty ? [] : printedTitle(mark, survey)
  const kind = kindOf(mark)
  const side = /\b(front|back)matter\b/.exec(mark.semantics ?? '')?.[1] as 'front' | 'back' | undefined
  const line = survey.lines[block]
  const first = line && titleBlocks.includes(block) ? looksOf(line) : []
  return {
    block,
    title: title || line?.plain || '',
    depth,
    ...(label && { label }),
    ...(kind && (kind === 'part' || kind === 'chapter' ? { kind } : { role: kind })),
    ...(side && { side }),
    empty,
    titleBlocks,
    evidence: [evidenceOf(mark, survey), ...first],
    ...(mark.identity !== undefined && { identity: mark.identity }),
  }
}

function evidenceOf({ from }: UploadMark, { upload }: Survey): Evidence {
  if (from === 'spine' && isFolder(upload)) return speaking('file', 'It is a file of its own in the folder.')
  return speaking(from === 'spine' ? 'spine' : 'toc', sources[from])
}

function kindOf({ semantics: names }: UploadMark): MatterRole | 'part' | 'chapter' | undefined {
  for (const name of names?.toLowerCase().replaceAll('doc-', '').split(/\s+/) ?? []) {
    if ((matterRoles as readonly string[]).includes(name)) return name as MatterRole
    if (semantics[name]) return semantics[name]
  }
  return undefined
}

/** Documents the navigation leaves out, but of which the file says what they are: a title page, a dedication. */
function matterOfSpine(survey: Survey, named: ReadonlySet<number>): Entry[] {
  return survey.upload.marks.flatMap(mark => {
    const kind = mark.from === 'spine' && !named.has(mark.block) ? kindOf(mark) : undefined
    return kind && kind !== 'part' && kind !== 'chapter' ? [{ ...entryOf(mark, undefined, survey), depth: 1 }] : []
  })
}

/** Title blocks at most: a number, a title, a subtitle. */
const mostTitleBlocks = 3

/** Which blocks at a mark print its title: those whose words are in it, one after the other. */
export function printedTitle({ block, title }: { block: number; title: string }, survey: Survey): number[] {
  const whole = comparable(title)
  const blocks: number[] = []
  let rest = whole
  for (let at = block, looked = 0; looked < mostTitleBlocks + 1 && rest !== ''; at++, looked++) {
    const line = survey.lines[at]
    if (!line) break
    const own = comparable(line.plain)
    // Pictures and labels may stand above, front matter repeats the title.
    if (own === '') continue
    const isFrontMatter = line.block === block && survey.upload.blocks[at]!.text.startsWith('---')
    if (rest.startsWith(own)) rest = isFrontMatter ? rest : rest.slice(own.length)
    else if (own !== whole && !(own.endsWith(rest) && line.words <= 12 && line.isTitle)) break
    else rest = isFrontMatter ? rest : ''
    blocks.push(at)
  }
  return rest === '' || blocks.length > 0 ? blocks : []
}

/** A number of its own and the title right below it are one entry. */
function numbersWithTitles(entries: readonly Entry[]): Entry[] {
  const joined: Entry[] = []
  for (const entry of entries) {
    const last = joined.at(-1)
    const isNumber = last?.label?.number !== undefined && last.label.title === '' && last.label.kind !== 'division'
    const follows = last && entry.block === last.block + last.titleBlocks.length && entry.titleBlocks.length > 0
    const isBelow = last && (entry.depth === last.depth || entry.depth === last.depth + 1)
    if (last?.label && isNumber && follows && isBelow && !entry.label) {
      const label = { ...last.label, title: entry.title }
      joined[joined.length - 1] = { ...last, label, titleBlocks: [...last.titleBlocks, ...entry.titleBlocks] }
    } else joined.push(entry)
  }
  return joined
}

/** Two entries may lead to one place: the later, unless the first is a part that holds it. */
function onePerPlace(boundaries: readonly Boundary[]): Boundary[] {
  return boundaries.filter((boundary, index) => {
    const next = boundaries[index + 1]
    return next?.block !== boundary.block || (boundary.kind === 'part' && next.level > boundary.level)
  })
}
