import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { auditBook, type BookPage, parsePage } from '@octavo/manuscript'
import type { Row } from './database.ts'

/** A real book, where one lies beside the project; see `generatedBook` for elsewhere. */
const realBook = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/', import.meta.url))
const runs = 15

/**
 * What auditing adds to parsing, on a whole book: all pages parsed, then all audited, again and again in the same run. In
 * time of the processor, and the least of all runs, so that other work on the machine changes little.
 */
export async function measureAudit(): Promise<Row[]> {
  const { name, texts } = (await readBook(realBook)) ?? generatedBook()
  const parsing: number[] = []
  const auditing: number[] = []
  let findings = 0
  for (let run = 0; run < runs; run++) {
    let pages: BookPage[] = []
    parsing.push(millisecondsOf(() => (pages = [...texts].map(([file, text]) => ({ file, page: parsePage(text) })))))
    auditing.push(
      millisecondsOf(() => {
        const { counts } = auditBook(pages)
        findings = counts.error + counts.warning + counts.info
      }),
    )
  }
  const [parse, audit] = [Math.min(...parsing), Math.min(...auditing)]
  const characters = [...texts.values()].reduce((sum, text) => sum + text.length, 0)
  return [
    {
      name: `parsing and auditing ${name}`,
      value: (parse + audit) / parse,
      unit: '× parsing',
      atMost: 1.2,
      peer: `${parse.toFixed(0)} ms to parse ${(characters / 1e6).toFixed(2)} million characters, ${audit.toFixed(0)} ms to audit them: ${findings} findings`,
    },
  ]
}

function millisecondsOf(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

interface Book {
  name: string
  texts: Map<string, string>
}

async function readBook(folder: string): Promise<Book | undefined> {
  let names: string[]
  try {
    names = (await readdir(join(folder, 'chapters'))).filter(name => name.endsWith('.md')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const paths = names.map(name => `chapters/${name}`)
  const texts = new Map<string, string>()
  for (const path of paths) texts.set(path, await readFile(join(folder, path), 'utf8'))
  return { name: `a real book of ${texts.size} chapters`, texts }
}

/** Twenty chapters with what chapters have: prose, notes, listings, tables, figures, references and lists. */
function generatedBook(): Book {
  const words =
    'the keeper opens a hive in early summer and looks for wax honey brood or queens under every frame'.split(' ')
  const sentence = (seed: number) => {
    const text = Array.from({ length: 9 + (seed % 14) }, (_, index) => words[(seed * 7 + index * index) % words.length])
    return `${text.join(' ')} ${seed}.`.replace(/^./, letter => letter.toUpperCase())
  }
  const texts = new Map<string, string>()
  for (let chapter = 0; chapter < 20; chapter++) {
    const sections = Array.from({ length: 25 }, (_, section) => {
      const seed = chapter * 1_000 + section * 20
      const paragraph = (from: number) => [0, 1, 2, 3].map(index => sentence(seed + from + index)).join(' ')
      return `(s-${seed})=
## Section ${section}

${paragraph(0)} See {ref}\`s-${seed}\`, **much** of *it* and [this](https://example.org/${seed}).[^n${seed}]

${paragraph(4)}

- ${sentence(seed + 8)}
- ${sentence(seed + 9)}

:::{note} ${sentence(seed + 10)}
${paragraph(11)}
:::

| a | b |
|---|---|
| ${seed} | \`x = ${seed}\` |

\`\`\`python
print(${seed})
\`\`\`

:::{figure} a.png
:name: f-${seed}
:alt: A hive
${sentence(seed + 15)}
:::

[^n${seed}]: ${sentence(seed + 16)}
`
    })
    texts.set(`${chapter}.md`, `# Chapter ${chapter}\n\n${sections.join('\n')}`)
  }
  return { name: `a generated book of ${texts.size} chapters`, texts }
}
