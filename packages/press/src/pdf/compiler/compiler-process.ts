/**
 * The process Typst runs in. It is a process and not a thread because native code can be stopped by nothing else: not
 * when it takes too long, not when it takes too much memory; and when it crashes, it takes nothing with it.
 *
 * It gets an environment of its own, and its workspace is a folder that does not exist: what it prints is only what it
 * was sent.
 */
import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { PdfStandard } from '../pdf-options.ts'
import type { Answer, Diagnostic, Question } from './protocol.ts'

const workspace = `/no-folder-${randomUUID()}`
let compiler: NodeCompiler
/** What this many prints have not used is of chapters as they were. */
const unused = 6

process.on('message', (question: Question) => {
  let answer: Answer
  try {
    answer = reply(question)
  } catch (error) {
    answer = { answer: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
  process.send!(answer, undefined, undefined, () => {
    if (answer.answer === 'printed') compiler.evictCache(unused)
  })
})
// Nobody is left to print for.
process.on('disconnect', () => process.exit(0))

function reply(question: Question): Answer {
  if (question.ask === 'open') {
    compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: question.fonts }] })
    watchMemory(question.memory)
    return { answer: 'opened' }
  }
  if (question.ask === 'try') {
    const failed = question.sources.flatMap(({ key, source }) => {
      const { diagnostics } = compile('/trial.typ', source)
      return diagnostics.length > 0 ? [{ key, message: diagnostics[0]!.message }] : []
    })
    return { answer: 'tried', failed }
  }
  if (question.ask === 'glyphs')
    return { answer: 'glyphs', missing: missingGlyphs(question.characters, question.fonts) }
  return print(question)
}

/** As Typst calls them. */
const standards: Record<PdfStandard, string> = { 'pdf/a': 'a-2a', 'pdf/ua': 'ua-1' }

function print({ sources, files, gone, main, standard, tagged, modified }: Question & { ask: 'print' }): Answer {
  for (const path of gone) compiler.unmapShadow(workspace + path)
  for (const { path, bytes } of files) compiler.mapShadow(workspace + path, Buffer.from(bytes))
  for (const { path, source } of sources) compiler.addSource(workspace + path, source)
  const { document, diagnostics } = compile(main)
  if (!document) return { answer: 'refused', diagnostics }
  let pdf: Uint8Array
  try {
    pdf = compiler.pdf(document, {
      creationTimestamp: modified,
      pdfTags: tagged,
      ...(standard && { pdfStandard: standards[standard] }),
    })
  } catch (error) {
    // What a standard forbids is found only here.
    if (!standard || !(error instanceof Error)) throw error
    const reason = /message: "((?:[^"\\]|\\.)*)"/.exec(error.message)?.[1]?.replaceAll('\\"', '"') ?? error.message
    return {
      answer: 'refused',
      diagnostics: [{ path: main, line: 0, column: 0, message: reason }],
    }
  }
  return { answer: 'printed', pdf, pages: document.numOfPages }
}

function compile(path: string, source?: string) {
  if (source !== undefined) compiler.addSource(workspace + path, source)
  const result = compiler.compile({ mainFilePath: workspace + path })
  const found = result.takeDiagnostics()
  const diagnostics = found ? (compiler.fetchDiagnostics(found) as Found[]).filter(isError).map(diagnosticOf) : []
  return { document: result.result, diagnostics }
}

/** As the compiler gives it; its own types say `any`. Severity 1 is an error, 2 a warning, 4 how it came there. */
interface Found {
  message: string
  path: string
  range: { start: { line: number; character: number } } | null
  severity: number
}

const isError = ({ severity }: Found) => severity === 1
const diagnosticOf = ({ message, path, range }: Found): Diagnostic => ({
  path: path.replace(workspace, ''),
  line: range?.start.line ?? 0,
  column: range?.start.character ?? 0,
  message: message.replaceAll(workspace, ''),
})

/** PDF/A forbids characters without a glyph, so that its export finds them. All at once first: as a rule none is missing. */
function missingGlyphs(characters: readonly string[], fonts: readonly string[]): string[] {
  const isShown = (text: string) => {
    const families = fonts.map(font => `${JSON.stringify(font)},`).join('')
    const { document } = compile(
      '/trial.typ',
      `#set text(font: (${families}), fallback: false)\n#${JSON.stringify(text)}`,
    )
    if (!document) return false
    try {
      compiler.pdf(document, { pdfStandard: 'a-2b', pdfTags: false })
      return true
    } catch {
      return false // It says so by throwing, and which character it is the caller knows.
    }
  }
  const search = (some: readonly string[]): string[] => {
    if (some.length === 0 || isShown(some.join(' '))) return []
    if (some.length === 1) return [...some]
    const middle = some.length >> 1
    return [...search(some.slice(0, middle)), ...search(some.slice(middle))]
  }
  return search(characters)
}

/** Looks at this process from a thread of it, as Typst does not stop to look, and ends it by a signal of its own. */
function watchMemory(megabytes: number): void {
  const watch = `
    const { workerData } = require('node:worker_threads')
    const look = () => {
      if (process.memoryUsage.rss() > workerData * 2 ** 20) process.kill(process.pid, 'SIGUSR2')
    }
    look()
    setInterval(look, 100)`
  new Worker(watch, { eval: true, workerData: megabytes }).unref()
}
