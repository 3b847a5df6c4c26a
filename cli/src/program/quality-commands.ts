import { type Command, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { collect, examples, languageTag } from './options.ts'

/** The commands that say how a text is, and mend it. */
export function addQualityCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Quality:')
  addAuditCommand(program, exitWith)
  addFixCommand(program, exitWith)
  addRemediationCommands(program, exitWith)
  addStatisticsCommand(program)
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
      const { audit: run } = await import('../commands/audit.ts')
      await run(contextOf(command), exitWith, folder, options)
    })
  examples(audit, [
    'octavo audit job-queues',
    'octavo audit book --fail-on warning --silence long-sentence --sarif audit.sarif',
  ])
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
      const { fixFolder } = await import('../commands/fix.ts')
      await fixFolder(contextOf(command), exitWith, folder, options)
    })
  examples(fix, ['octavo fix my-book', 'octavo fix my-book --rule unclosed-fence --rule mismatched-fence --dry-run'])
}

function addRemediationCommands(program: Command, exitWith: ExitWith): void {
  const features = program
    .command('features')
    .summary('list what MyST can do, with examples')
    .description('List the features of MyST that a book can require and an audit looks for.')
    .argument('[feature]', 'show one, with its example')
    .option('--category <category>', 'only those of this category')
    .option('--importance <importance>', 'only required, recommended or optional ones')
    .action(async (feature: string | undefined, options, command: Command) => {
      const { listFeatures } = await import('../commands/features.ts')
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
      const { remediateChapter } = await import('../commands/remediate.ts')
      await remediateChapter(contextOf(command), exitWith, book, chapter, options)
    })
  examples(remediate, [
    'octavo remediate job-queues 2',
    'octavo remediate job-queues Leases --feature note --feature exercise --yes',
  ])
}

function addStatisticsCommand(program: Command): void {
  const statistics = program
    .command('statistics')
    .summary('count words, sentences and how hard a book is to read')
    .description(
      `Counts what there is to read in a book and in each of its chapters, and says how hard it is by the readability \
indices of its language. Code, math and markup are not counted. A folder of Markdown needs no database and no server.`,
    )
    .argument('<book or folder>', 'a book by its id or slug, or the folder of one')
    .option('--language <tag>', 'the language of a folder; default en', languageTag)
    .action(async (book: string, options, command: Command) => {
      const { showStatistics } = await import('../commands/statistics.ts')
      await showStatistics(contextOf(command), book, options)
    })
  examples(statistics, ['octavo statistics job-queues', 'octavo statistics ./book --language de --json'])
}
