import type { UploadBlock, UploadMark } from '../upload.ts'
import type { ContentsEntry } from './contents.ts'
import type { PdfDocument } from './open.ts'

/** A block with where on its page it begins, in points from below. */
export interface PlacedBlock extends UploadBlock {
  y: number
}

interface OutlineItem {
  title: string
  dest: string | unknown[] | null
  items: OutlineItem[]
}

interface Target {
  title: string
  depth: number
  page: number
  y: number | undefined
}

const deepest = 20

/** The outline of a PDF, which readers show beside its pages, as marks. */
export async function outlineMarks(document: PdfDocument, blocks: PlacedBlock[]): Promise<UploadMark[]> {
  const outline = (await document.getOutline()) as OutlineItem[] | null
  const targets: Target[] = []
  const visit = async (items: OutlineItem[], depth: number) => {
    for (const { title, dest, items: inside } of items) {
      const place = await placeOf(document, dest)
      if (place && title.trim() !== '') targets.push({ title: title.replace(/\s+/g, ' ').trim(), depth, ...place })
      if (depth < deepest) await visit(inside, depth + 1)
    }
  }
  await visit(outline ?? [], 1)
  return targets.flatMap((target, index) => {
    const block = blockAt(blocks, target)
    if (block === undefined) return []
    return [
      {
        block,
        title: target.title,
        depth: target.depth,
        from: 'outline' as const,
        identity: `outline:${index}:${target.title}`,
      },
    ]
  })
}

async function placeOf(
  document: PdfDocument,
  dest: OutlineItem['dest'],
): Promise<{ page: number; y: number | undefined } | undefined> {
  try {
    const explicit = typeof dest === 'string' ? await document.getDestination(dest) : dest
    if (!Array.isArray(explicit)) return undefined
    const [page, kind, first, second] = explicit as [unknown, { name?: string }, unknown, unknown]
    const index =
      typeof page === 'number' ? page : await document.getPageIndex(page as Parameters<PdfDocument['getPageIndex']>[0])
    // XYZ left top zoom; FitH top (ISO 32000-1, table 151).
    const y = kind?.name === 'XYZ' ? second : kind?.name === 'FitH' ? first : undefined
    return { page: index + 1, y: typeof y === 'number' ? y : undefined }
  } catch {
    return undefined // A place that is not in the file: the outline still has the others.
  }
}

/** The entries of a printed table of contents as marks, where their titles stand again. */
export function contentsMarks(entries: ContentsEntry[], blocks: PlacedBlock[]): UploadMark[] {
  const marks: UploadMark[] = []
  let from = 0
  for (const { title, depth, page } of entries) {
    const block = titledBlock(blocks, title, page, from)
    if (block === undefined) continue
    from = block
    marks.push({ block, title, depth, from: 'contents', identity: `contents:${title}` })
  }
  return marks
}

function titledBlock(blocks: PlacedBlock[], title: string, page: number | undefined, from: number): number | undefined {
  const wanted = bare(title)
  if (wanted === '') return undefined
  let first: number | undefined
  for (let index = from; index < blocks.length; index++) {
    const block = blocks[index]!
    if (page !== undefined && Math.abs(block.page! - page) > 1) {
      if (block.page! > page + 1) break
      continue
    }
    // A number may stand in the block before, and the title go on in the next.
    const own = bare(block.plain)
    const next = own + bare(blocks[index + 1]?.plain ?? '')
    const isTitle =
      own === wanted || (block.plain.length < 120 && next.startsWith(wanted) && wanted.startsWith(own) && own !== '')
    const ends = own !== '' && block.plain.length < 120 && wanted.endsWith(own) && own.length > wanted.length / 2
    if (isTitle || ends) return index
    if (page !== undefined && block.page === page) first ??= index
  }
  return first
}

function blockAt(blocks: PlacedBlock[], { title, page, y }: Target): number | undefined {
  const wanted = bare(title)
  const onPage = blocks.flatMap((block, index) => (block.page === page ? [index] : []))
  const named = onPage.find(index => {
    const own = bare(blocks[index]!.plain)
    return (
      own !== '' &&
      wanted !== '' &&
      blocks[index]!.plain.length < 200 &&
      (own === wanted || wanted.startsWith(own) || own.startsWith(wanted))
    )
  })
  if (named !== undefined) return named
  const below = y === undefined ? undefined : onPage.find(index => blocks[index]!.y <= y + 1)
  if (below !== undefined) return below
  const [first] = onPage
  const after = blocks.findIndex(block => block.page! > page)
  return y === undefined && first !== undefined ? first : after >= 0 ? after : onPage.at(-1)
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
