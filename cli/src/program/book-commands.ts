import { type Command, InvalidArgumentError, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { collect, dollars, examples, languageTag, wholeNumber } from './options.ts'

/** What an export can be. */
const formats = ['site', 'pdf', 'epub', 'docx', 'html', 'myst', 'markdown', 'json', 'zip']

/** The kinds of book a brief knows. Written here as well because reading briefs takes long to load; a test compares. */
const kinds = ['technical', 'fiction', 'non-fiction', 'academic', 'documentation']

/** The commands that make books and bring them out. */
export function addBookCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Books:')
  const write = withBriefOptions(program.command('write'))
    .summary('write a book from a brief and its sources')
    .description(
      `Writes a book: shows its outline, asks, then writes chapter after chapter into a folder of MyST Markdown.

The brief is a folder with brief.md, or one file: front matter (title, description, audience, language, kind, \
chapters, words, model, sources) and then your wishes in your own words. Sources are Markdown or text files, named by \
globs relative to the brief, and URLs. A folder whose brief names none gives all its Markdown and text. Options win \
over the brief.

Ctrl-C pauses; the same command goes on. Files you edit in the book folder are never overwritten.`,
    )
    .option('-y, --yes', 'write without asking')
    .option('--budget <dollars>', 'the most it may cost in all; it pauses before it would cost more', dollars)
    .option('--resume', 'go on with the book of this folder; refuse to begin one')
    .option('--new', 'begin a new book although this folder has one')
    .action(async (brief: string | undefined, options, command: Command) => {
      const { writeBook } = await import('../commands/write.ts')
      await writeBook(contextOf(command), exitWith, brief, options)
    })
  examples(write, [
    'octavo write examples/job-queues --out job-queues',
    'octavo write brief.md --out book --model anthropic/claude-sonnet-5 --chapters 12 --yes',
    'octavo write brief.md --model anthropic/claude-sonnet-5 --budget 5 --yes',
    'octavo write --title "Bees" --source "notes/*.md" --out bees',
  ])
  const outline = withBriefOptions(program.command('outline'))
    .summary('plan a book without writing it')
    .description(
      'Plans a book and shows its outline. "octavo write" with the same brief and folder goes on from there.',
    )
    .option('--new', 'begin a new book although this folder has one')
    .action(async (brief: string | undefined, options, command: Command) => {
      const { outlineBook } = await import('../commands/outline.ts')
      await outlineBook(contextOf(command), exitWith, brief, options)
    })
  examples(outline, ['octavo outline examples/job-queues'])
  const books = program
    .command('books')
    .summary('list your books')
    .description('List your books.')
    .action(async (_options, command: Command) => {
      const { listBooks } = await import('../commands/books.ts')
      await listBooks(contextOf(command))
    })
  examples(books, ['octavo books', 'octavo books --json'])
  const show = program
    .command('show')
    .summary('show a book and its outline')
    .description('Show a book and its outline.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .action(async (book: string, _options, command: Command) => {
      const { showBook } = await import('../commands/books.ts')
      await showBook(contextOf(command), book)
    })
  examples(show, ['octavo show job-queues'])
  const exporting = program
    .command('export')
    .summary('write a book into a folder, or make a site, PDF, EPUB … of it')
    .description(
      `Write a book into a folder of MyST Markdown, where what was edited is never overwritten; or, with --format, make \
files of it there: ${formats.join(', ')}.`,
    )
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .requiredOption('-o, --out <folder>', 'where to')
    .option('-f, --format <formats>', 'what to make, separated by commas', formatList)
    .addOption(new Option('--trim <size>', 'the size of a printed page').choices(['a4', 'letter', '6x9', '5.5x8.5']))
    .addOption(new Option('--theme <name>', 'how it looks').choices(['technical', 'literary']))
    .addOption(new Option('--variant <variant>', 'what a PDF is for').choices(['print', 'screen']))
    .action(async (book: string, options, command: Command) => {
      if (options.format) {
        const { makeExports } = await import('../commands/exports.ts')
        await makeExports(contextOf(command), exitWith, book, options)
      } else {
        const { exportBook } = await import('../commands/export.ts')
        await exportBook(contextOf(command), book, options)
      }
    })
  examples(exporting, [
    'octavo export job-queues --out job-queues',
    'octavo export job-queues --format pdf,epub --trim 6x9 --out dist',
  ])
  const exports = program
    .command('exports')
    .summary('list what was made of a book')
    .description('List what was made of a book, newest first. Files are kept for 30 days.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .action(async (book: string, _options, command: Command) => {
      const { listExports } = await import('../commands/exports.ts')
      await listExports(contextOf(command), book)
    })
  examples(exports, ['octavo exports job-queues'])
}

function withBriefOptions(command: Command): Command {
  return command
    .argument('[brief]', 'a folder with brief.md, or a brief; by default this folder')
    .option('-o, --out <folder>', 'the book folder; by default one named after the title')
    .option('--title <text>', 'the title')
    .option('--description <text>', 'what it is about')
    .option('--audience <text>', 'who reads it')
    .addOption(new Option('--kind <kind>', 'what kind of book').choices(kinds))
    .option('--language <tag>', 'a language tag such as en or de-CH', languageTag)
    .option('--chapters <number>', 'how many chapters, 1 to 200', wholeNumber(1, 200))
    .option('--words <number>', 'how many words the whole book has', wholeNumber(1, 10_000_000))
    .option('--model <name>', 'who writes; "octavo models" lists them (default: octavo/compositor-1)')
    .option('--source <glob or URL>', 'a source, from here; may be given again; replaces those of the brief', collect)
}

function formatList(text: string): string[] {
  const chosen = text.split(',').map(part => part.trim())
  if (chosen.every(format => formats.includes(format))) return chosen
  throw new InvalidArgumentError(`Give some of ${formats.join(', ')}, separated by commas.`)
}
