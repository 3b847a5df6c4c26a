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
  const chapters = items.map(item => [item.title, ...item.sections.map(section => `  - ${section.title}`)].join('\n'))
  return `${explanation}\n${chapters.join('\n\n')}\n`
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
  const sections = items.flatMap(item => item.sections)
  return pair(written, items).map(([{ title, sections: titles }, item]) => ({
    ...(item && { id: item.id }),
    kind: item?.kind ?? 'chapter',
    title,
    sections: pair(
      titles.map(name => ({ title: name })),
      item?.sections ?? [],
    ).map(([{ title: name }, known]) => ({
      synopsis: '',
      passages: [],
      ...(known ?? sections.find(section => section.title === name)),
      title: name,
    })),
  }))
}

/** Each written line with what it was: by its title, else by its place among as many lines as before. */
function pair<Line extends { title: string }, Known extends { title: string }>(
  lines: readonly Line[],
  known: readonly Known[],
): [Line, Known | undefined][] {
  const titles = new Set(lines.map(line => line.title))
  return lines.map((line, index) => {
    const same = known.find(item => item.title === line.title)
    const renamed = lines.length === known.length && !titles.has(known[index]!.title) ? known[index] : undefined
    return [line, same ?? renamed]
  })
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
