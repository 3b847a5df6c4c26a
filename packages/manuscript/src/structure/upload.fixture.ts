import type { Upload, UploadBlock, UploadMark } from '../uploads/upload.ts'
import { itemsOf, type Structure } from './structure.ts'

const fillers: Record<string, string> = {
  en: 'The lamp was lit long before the road went dark, and nobody in the house said a word about the letter that lay unopened on the table, though each of them had read the name upon it.',
  zh: '灯在路变暗之前很久就点亮了，屋里没有人提起桌上那封没有拆开的信，虽然他们每个人都看到了上面的名字，也都知道是谁寄来的。',
  ja: '道が暗くなるずっと前に灯りはともされていたが、家の者は誰ひとりとして机の上の開けられていない手紙のことを口にしなかった。',
}

/**
 * An upload from a sketch: blank lines part blocks, two of them set a block apart, `#` marks headings, `^` centres a line,
 * `*…*` makes it bold, `!2 ` twice as large, `>>file` begins a file. `¶` is a paragraph of some 70 words, `¶5` are five.
 */
export function sketch(text: string, more: Partial<Upload> = {}): Upload {
  const language = more.metadata?.language ?? 'en'
  const blocks: UploadBlock[] = []
  let file: string | undefined
  for (const match of text.trim().matchAll(/(\n\s*)*([^\n]+(?:\n[^\n]+)*)/g)) {
    const apart = (match[0].slice(0, -match[2]!.length).match(/\n/g)?.length ?? 0) > 2
    const lines = match[2]!.split('\n').map(line => line.trim())
    const marked = lines.join('\n')
    if (marked.startsWith('>>')) {
      file = marked.slice(2)
      continue
    }
    const filler = /^¶(\d*)$/.exec(marked)
    if (filler) {
      for (let count = Number(filler[1] || 1); count > 0; count--) {
        const words = `${fillers[language] ?? fillers.en} `.repeat(2).trim()
        blocks.push({ text: words, plain: words, ...(file && { file }) })
      }
      continue
    }
    blocks.push({ ...blockOf(marked), ...(apart && { apart }), ...(file && { file }) })
  }
  return { format: 'text', metadata: {}, blocks, marks: [], images: new Map(), removed: [], warnings: [], ...more }
}

function blockOf(marked: string): UploadBlock {
  const heading = /^(#+) (.*)$/s.exec(marked)
  const size = /^!(\d\.?\d*) (.*)$/s.exec(marked)
  const centered = /^\^ ?(.*)$/s.exec(marked)
  const bold = /^\*([^*]+)\*$/s.exec(marked)
  const words = heading?.[2] ?? size?.[2] ?? centered?.[1] ?? bold?.[1] ?? marked
  return {
    text: heading ? marked : words.replace(/^(\d+)\./, '$1\\.'),
    plain: words.replace(/\s+/g, ' ').replace(/^- /, ''),
    ...(heading && { depth: heading[1]!.length }),
    ...(size && { size: Number(size[1]) }),
    ...(centered && { centered: true }),
    ...(bold && { bold: true }),
  }
}

/** Marks at the blocks that read as their titles: `Part One > Chapter 1 @dedication`, one a line, nested by `>`. */
export function marked(upload: Upload, from: UploadMark['from'], list: string): Upload {
  let after = -1
  const marks = list
    .trim()
    .split('\n')
    .map((line): UploadMark => {
      const [, nesting = '', title = '', semantics] = /^\s*(>*)\s*(.*?)(?:\s*@(\S+))?$/.exec(line)!
      const block = upload.blocks.findIndex(({ plain }, index) => index >= after && title.includes(plain))
      if (block >= 0) after = block
      return { block: Math.max(block, after), title, depth: nesting.length + 1, from, ...(semantics && { semantics }) }
    })
  // An entry that nothing prints begins where the next one does.
  for (let index = marks.length - 2; index >= 0; index--)
    if (!upload.blocks.some(({ plain }) => marks[index]!.title.includes(plain)))
      marks[index]!.block = marks[index + 1]!.block
  return { ...upload, marks: [...upload.marks, ...marks] }
}

/** A structure on a few lines: `chapter XII The End`, children indented, roles in parentheses. */
export function outlineOf(structure: Structure): string[] {
  const depths = new Map<string, number>()
  return [...itemsOf(structure.items)].map(({ id, kind, role, number, title, children }) => {
    const depth = depths.get(id) ?? 0
    for (const child of children) depths.set(child.id, depth + 1)
    const name = number && number !== title ? `${number} | ${title}` : title
    return `${'  '.repeat(depth)}${kind}${role ? ` (${role})` : ''}: ${name}`
  })
}
