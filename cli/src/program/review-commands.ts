import type { Command } from 'commander'
import { contextOf } from '../command.ts'
import { examples, wholeNumber } from './options.ts'

/** Versions of chapters, and what people say about them. */
export function addReviewCommands(program: Command): void {
  const versions = program
    .command('versions')
    .summary('list, compare, label and restore versions of a chapter')
    .description(
      'List the versions of a chapter, newest first. With an option: compare two word by word, make one the newest again, or name one.',
    )
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .argument('<chapter>', 'its number, its slug, its id, or the beginning of one')
    .option('--compare <versions...>', 'two versions: what changed from the first to the second')
    .option('--restore <version>', 'make this version the newest again', wholeNumber(1, 999_999_999))
    .option('--label <version name...>', 'a version and the name to give it')
    .action(async (book: string, chapter: string, options, command: Command) => {
      const { versions: run } = await import('../commands/versions.ts')
      await run(contextOf(command), book, chapter, options)
    })
  examples(versions, [
    'octavo versions job-queues 3',
    'octavo versions job-queues leases --compare 3 7',
    'octavo versions job-queues 3 --label 7 "Sent to print"',
    'octavo versions job-queues 3 --restore 3',
  ])
  const comments = program
    .command('comments')
    .summary('show comments and suggestions on a book')
    .description('Show the open comments and suggestions on a book, chapter by chapter.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .option('--all', 'resolved and decided ones as well')
    .action(async (book: string, options, command: Command) => {
      const { listComments } = await import('../commands/comments.ts')
      await listComments(contextOf(command), book, options)
    })
  examples(comments, ['octavo comments job-queues'])
}
