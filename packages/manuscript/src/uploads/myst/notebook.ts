import { z } from 'zod'
import { decode } from '../../audit/paths.ts'
import type { Reading } from '../reading.ts'

// nbformat 4, https://nbformat.readthedocs.io/en/latest/format_description.html; 3 has its cells in worksheets.
const lines = z
  .union([z.string(), z.array(z.string())])
  .transform(text => (typeof text === 'string' ? text : text.join('')))
const cellOutput = z.looseObject({
  output_type: z.string(),
  text: lines.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
})
const cell = z.looseObject({
  cell_type: z.string(),
  source: lines.default(''),
  outputs: z.array(cellOutput).default([]),
  attachments: z.record(z.string(), z.record(z.string(), lines)).optional(),
  metadata: z.looseObject({ tags: z.array(z.string()).optional() }).default({}),
})
const notebook = z.looseObject({
  nbformat: z.number(),
  cells: z.array(cell),
  metadata: z
    .looseObject({
      kernelspec: z.looseObject({ language: z.string().optional(), name: z.string().optional() }).optional(),
      language_info: z.looseObject({ name: z.string().optional() }).optional(),
    })
    .default({}),
})

/**
 * A notebook as a page of MyST: Markdown as it is, code as `code-cell`, what it printed and its errors as code blocks,
 * its pictures as images. Pictures are named after the notebook and added to `images`.
 *
 * Throws damaged.
 */
export function notebookPage(text: string, path: string, images: Map<string, Uint8Array>, reading: Reading): string {
  const { cells, metadata } = parse(text, path, reading)
  const language = metadata.kernelspec?.language ?? metadata.language_info?.name ?? 'python'
  const pictures = new Pictures(path, images, reading)
  return cells
    .flatMap((cell, index) => {
      if (cell.cell_type === 'markdown') return [pictures.attached(cell.source, cell.attachments ?? {}, index)]
      if (cell.cell_type !== 'code') return [fence(cell.source, '')]
      const tags = cell.metadata.tags?.length ? `:tags: [${cell.metadata.tags.join(', ')}]\n` : ''
      const code = cell.source.trim() === '' ? [] : [fence(cell.source, `{code-cell} ${language}`, tags)]
      return [...code, ...cell.outputs.flatMap((output, at) => outputOf(output, `${index + 1}-${at + 1}`, pictures))]
    })
    .map(part => part.replace(/^\s*\n|\s+$/g, ''))
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
}

function parse(text: string, path: string, reading: Reading): z.infer<typeof notebook> {
  try {
    return notebook.parse(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error
    throw reading.damaged(
      `holds ${path}, which is no notebook Jupyter would open. Open it there, save it and try again.`,
      error,
    )
  }
}

/** A fence longer than any in what it holds. */
function fence(text: string, info: string, options = ''): string {
  const longest = Math.max(2, ...(text.match(/^ {0,3}`+/gm) ?? []).map(run => run.trim().length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${info}\n${options}${text.replace(/\n$/, '')}\n${marks}`
}

function outputOf(output: z.infer<typeof cellOutput>, name: string, pictures: Pictures): string[] {
  if (output.output_type === 'stream') return printed(output.text)
  if (output.output_type === 'error') return printed([output.ename, output.evalue].filter(Boolean).join(': '))
  const data = output.data ?? {}
  for (const [type, extension] of pictureTypes) {
    const content = lines.safeParse(data[type])
    if (content.success) return [pictures.add(content.data, type, `${name}.${extension}`, asText(data['text/plain']))]
  }
  const markdown = asText(data['text/markdown'])
  if (markdown) return [markdown]
  const html = asText(data['text/html']).replace(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
  return printed(asText(data['text/plain']) || asText(data['text/latex']) || html)
}

const pictureTypes = [
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/svg+xml', 'svg'],
] as const

function asText(data: unknown): string {
  const text = lines.safeParse(data)
  return text.success ? text.data : ''
}

// Terminals color what programs print.
// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 control sequences begin with one
const colors = /\u001b\[[\d;]*[A-Za-z]/g

function printed(text = ''): string[] {
  const plain = text.replace(colors, '')
  return plain.trim() === '' ? [] : [fence(plain, 'text')]
}

/** The pictures of one notebook. */
class Pictures {
  readonly #path: string
  readonly #images: Map<string, Uint8Array>
  readonly #reading: Reading

  constructor(path: string, images: Map<string, Uint8Array>, reading: Reading) {
    this.#path = path
    this.#images = images
    this.#reading = reading
  }

  /** Keeps a picture and gives the MyST that shows it. */
  add(content: string, type: string, name: string, description: string): string {
    const path = `${this.#path.replace(/\.ipynb$/, '')}-outputs/${name}`
    const bytes = type === 'image/svg+xml' ? Buffer.from(content) : Buffer.from(content, 'base64')
    this.#images.set(path, new Uint8Array(bytes))
    const alt = /^<.*>$/s.test(description.trim()) ? '' : description.replace(/[[\]\\\n]/g, ' ').trim()
    return `![${alt}](${this.#fromPage(path)})`
  }

  /** Markdown that shows what is attached to its cell. */
  attached(source: string, attachments: Record<string, Record<string, string>>, cell: number): string {
    return source.replace(/attachment:([^)\s]+)/g, (written, name: string) => {
      const [type, content] = Object.entries(attachments[decode(name)] ?? {})[0] ?? []
      if (!type || !content) {
        this.#reading.warn(`${this.#path}: a picture that is attached to cell ${cell + 1} is missing: ${name}.`)
        return written
      }
      return /\((.*)\)$/.exec(this.add(content, type, `${cell + 1}-${name.replace(/[^\w.-]/g, '-')}`, ''))![1]!
    })
  }

  #fromPage(path: string): string {
    return path.slice(this.#path.lastIndexOf('/') + 1)
  }
}
