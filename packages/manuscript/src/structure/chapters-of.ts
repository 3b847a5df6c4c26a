import { slugify } from '../slug.ts'
import type { Upload, UploadBlock } from '../uploads/upload.ts'
import { HeadingLevels, headingOf } from './chapter-headings.ts'
import { imagesIn } from './chapter-images.ts'
import { ChapterLinks, labelsOf } from './chapter-links.ts'
import { ChapterNotes } from './chapter-notes.ts'
import { FreeNames } from './free-names.ts'
import { itemsOf, type MatterRole, type Structure, type StructureItem, type StructureKind } from './structure.ts'
import { comparable } from './survey.ts'

/** A chapter as the library keeps it. */
export interface UploadChapter {
  /** Of the item of the structure. */
  id: string
  identity: string
  kind: Exclude<StructureKind, 'excluded'>
  role?: MatterRole
  title: string
  number?: string
  /** Unique among these chapters. */
  slug: string
  /** The id of the part it is in. */
  part?: string
  /** MyST: a page whose title is that of the chapter. Empty for a part that has nothing but its title. */
  text: string
  /** Paths in `images` of the upload that it shows. */
  images: string[]
}

export interface ChaptersOptions {
  /** The address a chapter shows a picture of the upload by; as it was, when left out. */
  imageAddress?: (path: string) => string
}

/**
 * The chapters of an upload, divided as a structure says, in reading order; a part stands before what it holds, and what
 * is excluded is left out. Pages of MyST keep their bytes but for what has to change; everywhere else the title becomes
 * the page's first heading in place of how it was printed. Headings within a chapter begin at level 2. Links between files
 * lead to labels, which are added where something leads. Footnotes come with the chapter that refers to them.
 */
export function chaptersOf(upload: Upload, structure: Structure, options: ChaptersOptions = {}): UploadChapter[] {
  const items = [...itemsOf(structure.items)]
  const owners: (StructureItem | undefined)[] = upload.blocks.map(() => undefined)
  for (const item of items) owners.fill(item, item.start, item.end)
  const slugs = slugsFor(items, upload)
  const links = new ChapterLinks(upload, owners, slugs)
  const notes = new ChapterNotes(upload, owners)
  const parts = new Map(items.flatMap(item => item.children.map(child => [child, item.id] as const)))
  // Links first, all of them: a chapter may have to bear a label because a later one refers to it.
  const linked = upload.blocks.map((_, index) => links.rewrite(index))
  return items.flatMap(item => {
    const { id, identity, kind, role, title, number } = item
    if (kind === 'excluded') return []
    const page = pageOf(item, upload, linked, links, notes)
    const { text, images } = imagesIn(page, upload, options.imageAddress)
    const part = parts.get(item)
    return [
      {
        id,
        identity,
        kind,
        ...(role && { role }),
        title,
        ...(number !== undefined && { number }),
        slug: slugs.get(item)!,
        ...(part !== undefined && { part }),
        text,
        images,
      },
    ]
  })
}

/** Pages of a folder keep the name of their file, which others may link to; everything else is called by its title. */
function slugsFor(items: readonly StructureItem[], upload: Upload): Map<StructureItem, string> {
  const slugs = new Map<StructureItem, string>()
  const names = new FreeNames()
  for (const item of items) {
    const file = isPages(upload) && item.start < item.end ? upload.blocks[item.start]!.file : undefined
    const ownsFile = file !== undefined && upload.blocks[item.start - 1]?.file !== file
    slugs.set(item, names.take(slugify(ownsFile ? file.replace(/^.*\/|\.\w+$/g, '') : item.title)))
  }
  return slugs
}

/** Written as pages of MyST, which keep their source. */
const isPages = ({ format }: Upload) => format === 'myst' || format === 'markdown'

/** A piece of a chapter, and the block it comes from, by which addresses in it are read. */
export interface PagePiece {
  text: string
  block: UploadBlock | undefined
}

function pageOf(
  item: StructureItem,
  upload: Upload,
  linked: readonly string[],
  links: ChapterLinks,
  notes: ChapterNotes,
): PagePiece[] {
  const { start, end, titleBlocks } = item
  const indexes = Array.from({ length: end - start }, (_, at) => start + at).filter(index => !notes.isElsewhere(index))
  const isTitle = new Set(titleBlocks)
  if (item.kind === 'part' && indexes.every(index => isTitle.has(index) || upload.blocks[index]!.text === '')) return []
  const keeps = isPages(upload) && keepsTitle(item, upload)
  const again = keeps ? indexes.find(index => bearsTitle(item, upload, index)) : undefined
  // Below front matter a page may show a picture before it repeats its title.
  if (again !== undefined) isTitle.add(again)
  const inner = indexes.flatMap(index => (isTitle.has(index) ? [] : (headingOf(upload.blocks[index]!)?.depth ?? [])))
  const levels = new HeadingLevels(inner, isPages(upload))
  const pieces: PagePiece[] = []
  let titled = keeps
  const add = (index: number, text: string) => {
    if (text !== '') pieces.push({ text: notes.rename(text, index, item), block: upload.blocks[index] })
  }
  for (const index of indexes) {
    const block = upload.blocks[index]!
    const label = links.addedTo(index)
    const target = label === undefined ? '' : `(${label})=\n`
    if (isFrontMatter(block)) {
      // Only a page begins with front matter; of one that was merged into another its label is kept.
      if (index === start) add(index, withTitle(linked[index]!, item.title, keeps))
      else
        add(
          index,
          labelsOf(block.text)
            .map(own => `(${own})=`)
            .join('\n'),
        )
      if (target) add(index, target.trimEnd())
    } else if (isTitle.has(index) && !keeps) {
      const heading = headingOf(block)
      const own =
        heading?.before ??
        (labelsOf(block.text)
          .map(name => `(${name})=\n`)
          .join('') ||
          '')
      if (!titled) add(index, `${own}${target}# ${titleText(item, block)}${heading?.behind ?? ''}`)
      else add(index, `${own}${target}`.trimEnd())
      titled = true
    } else {
      if (!titled && !isFrontMatter(block)) {
        pieces.push({ text: `# ${escaped(item.title)}`, block: undefined })
        titled = true
      }
      add(index, target + atLevel(block, linked[index]!, isTitle.has(index) ? undefined : levels))
    }
  }
  for (const index of notes.broughtTo(item)) add(index, linked[index]!)
  return pieces
}

const isFrontMatter = ({ text }: UploadBlock) => /^---[ \t]*\r?\n/.test(text)

/** Whether a page of MyST already has this title, in its front matter or as its first heading. */
function keepsTitle(item: StructureItem, upload: Upload): boolean {
  const title = comparable(item.title)
  const isHead = (index: number) =>
    index === item.start && isFrontMatter(upload.blocks[index]!) && isCalled(item, upload, index)
  const bears = item.titleBlocks.some(index => isHead(index) || bearsTitle(item, upload, index))
  return bears && item.titleBlocks.every(index => comparable(upload.blocks[index]!.plain).includes(title))
}

function bearsTitle(item: StructureItem, upload: Upload, index: number): boolean {
  return isCalled(item, upload, index) && headingOf(upload.blocks[index]!)?.depth === 1
}

function isCalled({ title, number = '' }: StructureItem, { blocks }: Upload, index: number): boolean {
  const plain = comparable(blocks[index]!.plain)
  return plain === comparable(title) || plain === comparable(number + title)
}

/** The front matter with the title a chapter has now, when that is another. */
function withTitle(text: string, title: string, keeps: boolean): string {
  return keeps ? text : text.replace(/^title:.*(?:\r?\n[ \t]+.*)*/m, () => `title: ${JSON.stringify(title)}`)
}

/** The title as it was written, with its emphasis, where that is the title; else its letters. */
function titleText({ title }: StructureItem, block: UploadBlock): string {
  const heading = headingOf(block)
  return heading && block.plain.trim() === title && !heading.text.includes('\n') ? heading.text : escaped(title)
}

const escaped = (title: string) => title.replace(/[\\`*_[\]$^~{@<|]/g, '\\$&')

function atLevel(block: UploadBlock, text: string, levels: HeadingLevels | undefined): string {
  const heading = levels && headingOf({ ...block, text })
  if (!heading) return text
  const level = levels.levelFor(heading.depth)
  return level === heading.depth ? text : `${heading.before}${'#'.repeat(level)} ${heading.text}${heading.behind}`
}
