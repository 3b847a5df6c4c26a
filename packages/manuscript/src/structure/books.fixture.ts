import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Upload, UploadBlock, UploadMark } from '../uploads/upload.ts'

// Real books beside the project; tests on them skip where they are not there.
const books = fileURLToPath(new URL('../../../../../shared/books/', import.meta.url))
const novelFile = `${books}the-hound-of-the-baskervilles.txt`
const bookFolder = `${books}applied-quantum-computing/`
export const hasNovel = existsSync(novelFile)
export const hasBook = existsSync(`${bookFolder}myst.yml`)

/** The novel, in paragraphs; more than one blank line sets the next apart. */
export async function novel(): Promise<Upload> {
  const text = await readFile(novelFile, 'utf8')
  const blocks = [...text.matchAll(/(\n*)([^\n]+(?:\n[^\n]+)*)/g)].map(
    ([, above = '', paragraph = '']): UploadBlock => ({
      text: paragraph,
      plain: paragraph.replace(/\s+/g, ' ').trim(),
      ...(above.length > 2 && { apart: true }),
    }),
  )
  return { format: 'text', metadata: {}, blocks, marks: [], images: new Map(), removed: [], warnings: [] }
}

interface TocEntry {
  file?: string
  title?: string
  children?: TocEntry[]
}

/** The book of many pages, in blocks, with its table of contents as marks. */
export async function book(): Promise<Upload> {
  const { project } = parse(await readFile(`${bookFolder}myst.yml`, 'utf8')) as {
    project: { title: string; toc: TocEntry[] }
  }
  const blocks: UploadBlock[] = []
  const marks: UploadMark[] = []
  const read = async (entries: TocEntry[], depth: number) => {
    for (const { file, title, children = [] } of entries) {
      const block = blocks.length
      if (file) {
        const page = blocksOf(await readFile(`${bookFolder}${file}`, 'utf8'), file)
        blocks.push(...page)
        marks.push({ block, title: page[0]!.plain, depth, from: 'toc', identity: file })
      } else marks.push({ block, title: title!, depth, from: 'toc' })
      await read(children, depth + 1)
    }
  }
  await read(project.toc, 1)
  const metadata = { title: project.title, language: 'en' }
  return { format: 'myst', metadata, blocks, marks, images: new Map(), removed: [], warnings: [] }
}

/** Parted at blank lines outside of fences, which is where blocks of these pages part. */
function blocksOf(text: string, file: string): UploadBlock[] {
  const sources: string[] = []
  let open = ''
  for (const part of text.trimEnd().split(/\n{2,}/)) {
    if (open) sources.push(`${sources.pop()}\n\n${part}`)
    else sources.push(part)
    for (const [, marks = '', info = ''] of part.matchAll(/^ *(`{3,}|:{3,})(.*)$/gm)) {
      if (open === '') open = marks
      else if (marks === open && info.trim() === '') open = ''
    }
  }
  return sources.map((source, index): UploadBlock => {
    const title = index === 0 ? /^title: "(.*)"$/m.exec(source)?.[1] : undefined
    const heading = /^(#+) (.*)$/.exec(source)
    const plain = title ?? (heading?.[2] ?? source).replace(/\\(?=\W)/g, '')
    const depth = title ? 1 : heading?.[1]?.length
    return { text: source, plain, file, ...(depth && { depth }) }
  })
}
