/** A piece of MyST as it is shown while it is written. What is not plain prose stands there as its source. */
export interface Block {
  kind: 'paragraph' | 'heading' | 'list' | 'quote' | 'source'
  /** Without the signs of its kind; of a list, its items by line. */
  text: string
  /** Of a heading: 1 to 6. */
  level: number
  /** The footnote marks in it, in order. */
  marks: string[]
}

const fence = /^ {0,3}(`{3,}|~{3,}|:{3,})/
const mark = /\[\^([\w-]+)\](?!:)/g
const definition = /^\[\^([\w-]+)\]:\s*(.*)$/

/** Divides MyST into blocks, and takes out labels, front matter and the definitions of footnotes. */
export function splitBlocks(text: string): { blocks: Block[]; notes: Map<string, string> } {
  const blocks: Block[] = []
  const notes = new Map<string, string>()
  let lines: string[] = []
  let closing: string | undefined
  const end = () => {
    if (lines.length > 0) blocks.push(blockOf(lines))
    lines = []
  }
  for (const line of text.replace(/^---\n[\s\S]*?\n---(\n|$)/, '').split('\n')) {
    if (closing !== undefined) {
      lines.push(line)
      if (line.trim().startsWith(closing) && /^\W+$/.test(line.trim())) {
        closing = undefined
        end()
      }
      continue
    }
    const opening = fence.exec(line)?.[1]
    const note = definition.exec(line)
    if (opening) {
      end()
      closing = opening
      lines.push(line)
    } else if (line.trim() === '' || /^\([\w.:-]+\)=$/.test(line.trim())) {
      end()
    } else if (note && lines.length === 0) {
      notes.set(note[1]!, note[2]!)
    } else if (/^#{1,6} /.test(line)) {
      end()
      lines.push(line)
      end()
    } else {
      lines.push(line)
    }
  }
  end()
  return { blocks, notes }
}

function blockOf(lines: readonly string[]): Block {
  const first = lines[0]!
  const text = lines.join('\n')
  const marks = Array.from(text.matchAll(mark), match => match[1]!)
  const block = (kind: Block['kind'], shown: string, level = 0): Block => ({ kind, text: shown, level, marks })
  if (fence.test(first)) return { ...block('source', text), marks: [] }
  const heading = /^(#{1,6}) +(.*?)( +#+)?$/.exec(first)
  if (heading) return block('heading', heading[2]!, heading[1]!.length)
  if (/^\s*([-*+]|\d+[.)]) /.test(first)) {
    return block('list', text.replace(/\n(?!\s*([-*+]|\d+[.)]) )\s*/g, ' ').replace(/^\s*([-*+]|\d+[.)]) +/gm, ''))
  }
  if (/^> ?/.test(first)) return block('quote', text.replace(/^> ?/gm, ''))
  if (/^\|/.test(first) || /^<[a-z!/]/i.test(first)) return block('source', text)
  return block('paragraph', text.replaceAll('\n', ' '))
}

/** A run of words in one face. */
export interface Run {
  text: string
  face: 'plain' | 'em' | 'strong' | 'code'
}

const inline =
  /(?:\{[\w:-]+\})?`+([^`]+)`+|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\b_([^_\n]+)_\b|!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)/g

/** A text without its footnote marks, by faces. Links give their words. */
export function splitRuns(text: string): Run[] {
  const runs: Run[] = []
  const add = (face: Run['face'], run: string) => run && runs.push({ text: run, face })
  const clean = text.replace(mark, '')
  let at = 0
  for (const match of clean.matchAll(inline)) {
    add('plain', clean.slice(at, match.index))
    const [whole, code, strong, em, underscored, link] = match
    if (code !== undefined) add(whole.startsWith('{') ? 'plain' : 'code', code.replace(/ ?<[^>]+>$/, ''))
    else if (strong !== undefined) add('strong', strong)
    else if (link !== undefined) add('plain', link)
    else add('em', em ?? underscored!)
    at = match.index + whole.length
  }
  add('plain', clean.slice(at))
  return runs
}
