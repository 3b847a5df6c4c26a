import { type BookProblem, Press, type PrintFormat, type PrintOptions } from '@octavo/press'
import type { ExportOptions } from './formats.ts'
import type { Renderer } from './renderers.ts'
import { zipped } from './zipped.ts'

/** Makes a format of the press: a file as it is, a tree of files in an archive. What readers would miss is in the log. */
export function renderPrint(format: PrintFormat): Renderer {
  return async (book, { options, tell, note }) => {
    const press = new Press()
    try {
      const print = await press.print(book, format, printOptions(options), {
        // Binding is one half, whatever of it this format needs; so `done` of `total` only grows.
        tell: (stage, done, total) => tell(stage, stage === 'pages' ? done : total + done, 2 * total),
      })
      for (const problem of print.problems) note(inWords(problem))
      const [single] = print.files.values()
      const bytes = print.files.size === 1 && single && isSingle(format) ? single : zipped(print.files, book.modified)
      return { bytes, pages: print.pages }
    } finally {
      await press.close()
    }
  }
}

const isSingle = (format: PrintFormat) => format !== 'site' && format !== 'markdown'

function printOptions({ chapters: _, numberedSections: __, ...print }: ExportOptions): PrintOptions {
  return Object.fromEntries(Object.entries(print).filter(([, value]) => value !== undefined)) as PrintOptions
}

function inWords({ file, line, message }: BookProblem): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`
}
