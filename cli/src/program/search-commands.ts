import { type Command, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { examples, languageTag, wholeNumber } from './options.ts'

/** The commands that find things. */
export function addSearchCommands(program: Command, exitWith: ExitWith): void {
  const search = program
    .command('search')
    .summary('find something in your books and sources')
    .description(
      `Find something in your books, chapters and sources, by its words and by its meaning.

Words find all their forms; "words side by side" find just that, lightho* finds every word that begins so, and -storm \
leaves out what has the word.`,
    )
    .argument('<words...>', 'what to look for')
    .option('--book <book>', 'only in this one: its id, its slug, or the beginning of one')
    .addOption(new Option('--kind <kind>', 'only these').choices(['book', 'chapter', 'source']))
    .option('--language <tag>', 'only books in this language', languageTag)
    .option('--limit <number>', 'how many, 1 to 50', wholeNumber(1, 50), 10)
    .action(async (words: string[], options, command: Command) => {
      const { searchBooks } = await import('../commands/search.ts')
      await searchBooks(contextOf(command), words, options)
    })
  examples(search, ['octavo search lost jobs', 'octavo search \'"at least once" -cron\' --book job-queues'])
  const reindex = program
    .command('reindex')
    .summary('index a book anew, by its model or another one')
    .description(
      `Makes the vectors by which a book is searched, of the model it has or of another. Search goes on by the old ones \
until all new ones are there.`,
    )
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .option('--model <name>', 'who reads it from now on; "octavo models" lists those that make vectors')
    .action(async (book: string, options, command: Command) => {
      const { reindexBook } = await import('../commands/search.ts')
      await reindexBook(contextOf(command), exitWith, book, options)
    })
  examples(reindex, ['octavo reindex job-queues', 'octavo reindex job-queues --model openai/text-embedding-3-small'])
}
