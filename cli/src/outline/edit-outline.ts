import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import type { OutlineItem, PlannedSection } from './outline-tree.ts'

/** A chapter as the author wants it: with the `id` of the one it was, or a new one. */
export interface EditedChapter {
  id?: string
  kind: OutlineItem['kind']
  title: string
  sections: PlannedSection[]
}

const explanation = `# One chapter a line, its sections below it with "-". Reorder, rename, add or delete lines, then save.
# A section that keeps its title keeps its passages, wherever it goes. Delete everything to leave the outline as it is.
`

/** An outline as lines to edit. */
export function toLines(items: readonly OutlineItem[]): string {
  const chapters = items.map(item => {
    const sections = isItsOnlySection(item) ? [] : item.sections
    return [item.title, ...sections.map(section => `  - ${section.title}`)].join('\n')
  })
  return `${explanation}\n${chapters.join('\n\n')}\n`
}

/** A chapter of one section with its own title is that section: the tree shows one line for both, and so do we. */
function isItsOnlySection(item: OutlineItem): boolean {
  return item.sections.length === 1 && item.sections[0]!.title === item.title
}

/**
 * The outline that edited lines mean; undefined when nothing is left of them. What keeps its title is the same as before;
 * a renamed line is the one that stood at its place, when no lines were added or deleted around it.
 */
export function fromLines(text: string, items: readonly OutlineItem[]): EditedChapter[] | undefined {
  const written: { title: string; sections: string[] }[] = []
  for (const line of text.split('\n')) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const section = /^[-*]\s+(.*)$/.exec(trimmed)?.[1]
    if (section === undefined) written.push({ title: trimmed, sections: [] })
    else if (written.length === 0)
      throw new Failure('The outline begins with a section.', 'Put the title of a chapter above it.')
    else written.at(-1)!.sections.push(section)
  }
  if (written.length === 0) return undefined
  const chapterTitles = new Set(written.map(chapter => chapter.title))
  const sectionTitles = new Set(written.flatMap(chapter => chapter.sections))
  const everySection = items.flatMap(item => item.sections)
  return written.map(({ title, sections }, index) => {
    const item = formerOf(title, index, written.length === items.length, items, items, chapterTitles)
    const former = item?.sections ?? []
    const only = item && sections.length === 0 && isItsOnlySection(item) ? [{ ...former[0]!, title }] : undefined
    return {
      ...(item && { id: item.id }),
      kind: item?.kind ?? 'chapter',
      title,
      sections:
        only ??
        sections.map((name, at) => ({
          synopsis: '',
          passages: [],
          ...formerOf(name, at, sections.length === former.length, former, everySection, sectionTitles),
          title: name,
        })),
    }
  })
}

/** What a line was before: what has its title, here or elsewhere; else, renamed, what stood at its place and is gone. */
function formerOf<Known extends { title: string }>(
  title: string,
  index: number,
  sameCount: boolean,
  here: readonly Known[],
  everywhere: readonly Known[],
  titles: ReadonlySet<string>,
): Known | undefined {
  const same = here.find(known => known.title === title) ?? everywhere.find(known => known.title === title)
  const atPlace = sameCount ? here[index] : undefined
  return same ?? (atPlace && !titles.has(atPlace.title) ? atPlace : undefined)
}

/** Lets the author edit a text in the editor of their choice. Throws Failure when the editor fails. */
export async function editText(text: string, editor: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'octavo-outline-'))
  const path = join(folder, 'outline.txt')
  try {
    await writeFile(path, text)
    // Through the shell, as git does: EDITOR may hold options ("code --wait").
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(`${editor} "${path}"`, { shell: true, stdio: 'inherit' })
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (code !== 0)
      throw new Failure(
        `The editor "${editor}" ended with code ${code}.`,
        'Set EDITOR to one that works, e.g. EDITOR=nano.',
      )
    return await readFile(path, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
