import { Command, InvalidArgumentError, Option } from 'commander'
import { contextOf, type ExitWith } from './command.ts'

/** The kinds of book a brief knows. Written here as well because reading briefs takes long to load; a test compares. */
const kinds = ['technical', 'fiction', 'non-fiction', 'academic', 'documentation']

export const octavoVersion = '0.1.0'

/** What somebody sees who types `octavo` and nothing else: the one command to begin with. */
export const start = (octavo: string): string => `Octavo turns one manuscript into every form it can take.

Begin with your notes in a folder and one command:

  $ ${octavo} write my-notes --title "My book" --out my-book

It shows an outline, asks, and writes the book. It needs no key and no server.
"${octavo} write --help" says more, "${octavo} --help" lists all commands,
"${octavo} doctor" checks this machine.`

/** The whole command line. Rooms that take long to load are loaded by the command that needs them. */
export function createProgram(exitWith: ExitWith): Command {
  const program = new Command('octavo')
    .description('Turns one manuscript into every form it can take.')
    .usage('<command> [options]')
    .version(octavoVersion, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .option('--json', 'one JSON object a line on standard output, and nothing else there')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .exitOverride()
    .showHelpAfterError('Run it with --help to see how it is used.')
    .addHelpText('after', '\nExample:\n  $ octavo write examples/job-queues --out job-queues')
  addBookCommands(program, exitWith)
  addFixCommand(program, exitWith)
  addJobCommands(program, exitWith)
  addInstallationCommands(program, exitWith)
  return program
}

function addBookCommands(program: Command, exitWith: ExitWith): void {
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
    .option('--resume', 'go on with the book of this folder; refuse to begin one')
    .option('--new', 'begin a new book although this folder has one')
    .action(async (brief: string | undefined, options, command: Command) => {
      const { writeBook } = await import('./commands/write.ts')
      await writeBook(contextOf(command), exitWith, brief, options)
    })
  examples(write, [
    'octavo write examples/job-queues --out job-queues',
    'octavo write brief.md --out book --model anthropic/claude-sonnet-5 --chapters 12 --yes',
    'octavo write --title "Bees" --source "notes/*.md" --out bees',
  ])
  const outline = withBriefOptions(program.command('outline'))
    .summary('plan a book without writing it')
    .description(
      'Plans a book and shows its outline. "octavo write" with the same brief and folder goes on from there.',
    )
    .option('--new', 'begin a new book although this folder has one')
    .action(async (brief: string | undefined, options, command: Command) => {
      const { outlineBook } = await import('./commands/outline.ts')
      await outlineBook(contextOf(command), exitWith, brief, options)
    })
  examples(outline, ['octavo outline examples/job-queues'])
  const books = program
    .command('books')
    .summary('list your books')
    .description('List your books.')
    .action(async (_options, command: Command) => {
      const { listBooks } = await import('./commands/books.ts')
      await listBooks(contextOf(command))
    })
  examples(books, ['octavo books', 'octavo books --json'])
  const show = program
    .command('show')
    .summary('show a book and its outline')
    .description('Show a book and its outline.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .action(async (book: string, _options, command: Command) => {
      const { showBook } = await import('./commands/books.ts')
      await showBook(contextOf(command), book)
    })
  examples(show, ['octavo show job-queues'])
  const exporting = program
    .command('export')
    .summary('write a book into a folder')
    .description('Write a book into a folder of MyST Markdown. What was edited there is never overwritten.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .requiredOption('-o, --out <folder>', 'where to')
    .action(async (book: string, options, command: Command) => {
      const { exportBook } = await import('./commands/export.ts')
      await exportBook(contextOf(command), book, options)
    })
  examples(exporting, ['octavo export job-queues --out job-queues'])
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

function addFixCommand(program: Command, exitWith: ExitWith): void {
  const fix = program
    .command('fix')
    .summary('mend the pages of a folder, diff by diff')
    .description(
      `Mend what can be mended without a model: fences, heading levels, labels, footnotes, names of images, front matter.

Shows each fix as a diff and asks. A fix is offered only when the page, read again with it, has lost the finding and \
got no new one. Nothing outside of a diff is touched.`,
    )
    .argument('[folder]', 'a folder with pages in Markdown, or a page', '.')
    .option('--dry-run', 'only show the fixes; ends with exit code 1 when there are any')
    .option('--rule <rule>', 'only fixes of this rule; may be given again', collect)
    .option('-y, --yes', 'apply all without asking')
    .action(async (folder: string, options, command: Command) => {
      const { fixFolder } = await import('./commands/fix.ts')
      await fixFolder(contextOf(command), exitWith, folder, options)
    })
  examples(fix, ['octavo fix my-book', 'octavo fix my-book --rule unclosed-fence --rule mismatched-fence --dry-run'])
  addAuditCommand(program, exitWith)
  addQualityCommands(program, exitWith)
}

function addAuditCommand(program: Command, exitWith: ExitWith): void {
  const audit = program
    .command('audit')
    .summary('say what is wrong with a book, line by line')
    .description(
      `Reads a folder of MyST Markdown and says what is wrong with it, each with its line and what to do: fences that \
end in the wrong place, references and links that lead nowhere, images, headings, leftovers and more. Reads the pages \
the toc of myst.yml or _toc.yml names, else all. Changes nothing, and needs no database and no server. Where there is \
no such folder, the book in Octavo of that name is read, as its settings judge it.

Ends with 1 when something is found that is as severe as --fail-on says, with 2 when it was misused.`,
    )
    .argument('[folder or book]', 'the folder of a book, or a book in Octavo; by default this folder', '.')
    .option('--links', 'try the links to the web as well')
    .option('--sarif <file>', 'write SARIF 2.1.0 into a file, - for standard output')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .option('--rule <rule>', 'only this rule; may be given again', collect)
    .option('--silence <rule>', 'nothing of this rule; may be given again', collect)
    .option('--style <file>', 'words to avoid, one or /pattern/ a line: very unique -> unique')
    .action(async (folder: string, options, command: Command) => {
      const { audit: run } = await import('./commands/audit.ts')
      await run(contextOf(command), exitWith, folder, options)
    })
  examples(audit, [
    'octavo audit job-queues',
    'octavo audit book --fail-on warning --silence long-sentence --sarif audit.sarif',
  ])
}

function addQualityCommands(program: Command, exitWith: ExitWith): void {
  const features = program
    .command('features')
    .summary('list what MyST can do, with examples')
    .description('List the features of MyST that a book can require and an audit looks for.')
    .argument('[feature]', 'show one, with its example')
    .option('--category <category>', 'only those of this category')
    .option('--importance <importance>', 'only required, recommended or optional ones')
    .action(async (feature: string | undefined, options, command: Command) => {
      const { listFeatures } = await import('./commands/features.ts')
      await listFeatures(contextOf(command), feature, options)
    })
  examples(features, ['octavo features --category admonitions', 'octavo features list-table'])
  const remediate = program
    .command('remediate')
    .summary('mend a chapter of a book, and add features it misses')
    .description(
      `Mends a chapter: what can be mended without a model first, then the features its book requires and it does not \
use yet, or those you name. Shows each change as a diff and asks; nothing is changed before that.`,
    )
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .argument('<chapter>', 'its number, or its title or the beginning of it')
    .option('--feature <feature>', 'add this one; may be given again; default: what the book requires', collect)
    .option('--finding <rule>', 'mend findings of this rule; may be given again; default: what needs no model', collect)
    .option('--fixes', 'only what can be mended without a model: free of charge')
    .option('--instructions <text>', 'what whoever writes should know')
    .option('--model <name>', 'who writes; default: the model of the book')
    .option('-y, --yes', 'accept everything without asking')
    .action(async (book: string, chapter: string, options, command: Command) => {
      const { remediateChapter } = await import('./commands/remediate.ts')
      await remediateChapter(contextOf(command), exitWith, book, chapter, options)
    })
  examples(remediate, [
    'octavo remediate job-queues 2',
    'octavo remediate job-queues Leases --feature note --feature exercise --yes',
  ])
}

function addJobCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Jobs:')
  const jobs = program
    .command('jobs')
    .summary('list, watch, pause, resume or cancel jobs')
    .description('List jobs, or watch, pause, resume and cancel one.')
  const list = jobs
    .command('list', { isDefault: true })
    .description('List jobs, newest first.')
    .option('--all', 'not only the last 20')
    .action(async (options, command: Command) => {
      const { listJobs } = await import('./commands/jobs.ts')
      await listJobs(contextOf(command), options)
    })
  examples(list, ['octavo jobs'])
  const one = (name: string, description: string, run: (command: Command, id: string) => Promise<void>) => {
    const command = jobs
      .command(name)
      .description(description)
      .argument('<job>', 'its id, or the beginning of it')
      .action((id: string, _options, self: Command) => run(self, id))
    examples(command, [`octavo jobs ${name} 0b5e2c`])
  }
  one('watch', 'Show a job until it ends.', async (command, id) => {
    const { watchJob } = await import('./commands/jobs.ts')
    await watchJob(contextOf(command), exitWith, id)
  })
  one('pause', 'Pause a job. What is written stays.', async (command, id) => {
    const { stopJob } = await import('./commands/jobs.ts')
    await stopJob(contextOf(command), id, 'pause')
  })
  one('resume', 'Go on with a paused job, or try again what failed.', async (command, id) => {
    const { resumeJob } = await import('./commands/jobs.ts')
    await resumeJob(contextOf(command), exitWith, id)
  })
  one('cancel', 'Cancel a job. What is written stays.', async (command, id) => {
    const { stopJob } = await import('./commands/jobs.ts')
    await stopJob(contextOf(command), id, 'cancel')
  })
  one('calls', 'List every call to a model a job made, with tokens, cost and time.', async (command, id) => {
    const { listCalls } = await import('./commands/jobs.ts')
    await listCalls(contextOf(command), id)
  })
  examples(jobs, ['octavo jobs', 'octavo jobs watch 0b5e2c'])
  const models = program
    .command('models')
    .summary('list models, limits and prices')
    .description('List the models, with their limits and prices.')
    .option('--all', 'retired ones as well')
    .action(async (options, command: Command) => {
      const { listModels } = await import('./commands/models.ts')
      await listModels(contextOf(command), options)
    })
  examples(models, ['octavo models'])
}

function addInstallationCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Installation:')
  const serve = program
    .command('serve')
    .summary('serve Octavo in the browser and over its API')
    .description('Serve Octavo in the browser and over its API. Prints a sign-in link for you.')
    .option('--port <number>', 'the port; default OCTAVO_PORT, or 4321; 0 takes a free one', wholeNumber(0, 65_535))
    .option('--no-worker', 'only serve: jobs wait for "octavo worker"')
    .action(async (options, command: Command) => {
      const { serve: run } = await import('./commands/serve.ts')
      await run(contextOf(command), options)
    })
  examples(serve, ['octavo serve', 'octavo serve --port 8080'])
  const worker = program
    .command('worker')
    .summary('work on queued jobs')
    .description('Work on queued jobs. With DATABASE_URL, as many on as many machines as you like.')
    .action(async (_options, command: Command) => {
      const { work } = await import('./commands/serve.ts')
      await work(contextOf(command))
    })
  examples(worker, ['octavo worker'])
  const doctor = program
    .command('doctor')
    .summary('check this machine and say how to mend it')
    .description('Check Node, data, database, models, disk and mail, and say how to mend what is wrong.')
    .action(async (_options, command: Command) => {
      const { doctor: run } = await import('./commands/doctor.ts')
      await run(contextOf(command), exitWith)
    })
  examples(doctor, ['octavo doctor'])
  const migrate = program
    .command('migrate')
    .summary('bring the database up to date, or back')
    .description('Bring the database up to date (up), take migrations back (down), or show them (status).')
    .addArgument(program.createArgument('<action>', 'what to do').choices(['up', 'down', 'status']))
    .option(
      '--to <number>',
      'the number of the migration to end at; down without it takes back one',
      wholeNumber(0, 999),
    )
    .option('-y, --yes', 'down: delete the tables and what is in them')
    .action(async (action: 'up' | 'down' | 'status', options, command: Command) => {
      const { migrate: run } = await import('./commands/migrate.ts')
      await run(contextOf(command), action, options)
    })
  examples(migrate, ['octavo migrate status', 'octavo migrate down --to 4 --yes'])
  const keys = program
    .command('keys')
    .summary('keep stored provider keys safe')
    .description('Keep stored provider keys safe.')
  const rotate = keys
    .command('rotate')
    .description('Seal every stored provider key anew with the newest master key.')
    .action(async (_options, command: Command) => {
      const { rotateKeys } = await import('./commands/keys.ts')
      await rotateKeys(contextOf(command), exitWith)
    })
  examples(rotate, ['octavo keys rotate'])
  const operator = program
    .command('operator')
    .summary('say who operates this installation')
    .description('Say who operates this installation.')
  const grant = operator
    .command('grant')
    .description('Make somebody who has signed up an operator.')
    .argument('<email>', 'the address of their account')
    .action(async (email: string, _options, command: Command) => {
      const { grantOperator } = await import('./commands/operator.ts')
      await grantOperator(contextOf(command), email)
    })
  examples(grant, ['octavo operator grant ann@example.com'])
}

function examples(command: Command, lines: string[]): void {
  command.addHelpText(
    'after',
    `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map(line => `  $ ${line}`).join('\n')}`,
  )
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }
}

function languageTag(text: string): string {
  try {
    Intl.getCanonicalLocales(text)
    return text
  } catch {
    throw new InvalidArgumentError('Give a language tag such as en, de-CH or pt-BR.')
  }
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}
