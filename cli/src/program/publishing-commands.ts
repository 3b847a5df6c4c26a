import { type Command, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { collect, examples } from './options.ts'

const bookArgument = ['<book>', 'its id, its slug, or the beginning of one'] as const

/** The commands that bring books to where readers are, and edits back. */
export function addPublishingCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Publishing:')
  const publish = program
    .command('publish')
    .summary('publish a book to GitHub, a folder, a bucket and elsewhere')
    .description(
      `Publish a book. Shows what changes there first; only what Octavo wrote, and nobody edited since, is changed.

Where to: github:owner/name, git:/a/bare/repository.git, a folder, a file that ends in .zip, webdav:folder, s3:folder, \
or hook: for a deploy hook.`,
    )
    .argument(...bookArgument)
    .requiredOption('--to <place>', 'where to')
    .option('--branch <name>', 'of the repository; default its own')
    .option('--pull-request', 'ask whether it may go to the branch')
    .option('--pages', 'have GitHub Pages build and show its site')
    .option('--create', 'create the repository, private, if there is none')
    .option('--preview', 'only show what would change')
    .option('--message <text>', 'of the commit')
    .option('--despite <rule>', 'pass over this rule of the gate; may be given again', collect)
    .option('--reason <text>', 'why it is passed over')
    .action(async (book: string, options, command: Command) => {
      const { publishBook } = await import('../commands/publish.ts')
      await publishBook(contextOf(command), exitWith, book, options)
    })
  examples(publish, [
    'octavo publish job-queues --to github:ann/job-queues --pages',
    'octavo publish job-queues --to github:ann/job-queues --pull-request --message "Second edition"',
    'octavo publish job-queues --to site --preview',
  ])
  const sync = program
    .command('sync')
    .summary('bring back what was edited in a repository')
    .description(
      `Bring back what was edited where a book is published. Edits are merged with yours and saved as versions. Where both \
changed the same, nothing is saved until you say whose text to take.`,
    )
    .argument(...bookArgument)
    .option('--from <place>', 'which repository, when there are several: github:owner/name')
    .option('--take <path=side>', 'whose text to take: chapters/01-a.md=book, or =repository', collect)
    .option('--adopt', 'make chapters of new pages')
    .action(async (book: string, options, command: Command) => {
      const { syncBook } = await import('../commands/sync.ts')
      await syncBook(contextOf(command), exitWith, book, options)
    })
  examples(sync, ['octavo sync job-queues', 'octavo sync job-queues --take chapters/02-leases.md=repository'])
  const gate = program
    .command('gate')
    .summary('say what stops a book from being published')
    .description('Say what stops a book from being published, and what is only worth a look.')
    .argument(...bookArgument)
    .action(async (book: string, _options, command: Command) => {
      const { showGate } = await import('../commands/gate.ts')
      await showGate(contextOf(command), exitWith, book)
    })
  examples(gate, ['octavo gate job-queues'])
  const connect = program
    .command('connect')
    .summary('connect to GitHub, WebDAV, S3 or a deploy hook')
    .description(
      `Connect to a place books are published to; without a kind, list the connections and what each kind needs.

Secrets are read from the environment, never from the command line: GITHUB_TOKEN, WEBDAV_PASSWORD, AWS_ACCESS_KEY_ID \
and AWS_SECRET_ACCESS_KEY, DEPLOY_HOOK_URL; GITHUB_WEBHOOK_SECRET besides, so that pushes bring their changes back.`,
    )
    .argument('[kind]', 'github, webdav, s3 or hook')
    .option('--name <name>', 'what to call it')
    .option('--organization <id>', 'whose it is; default your own')
    .option('--url <address>', 'of the WebDAV folder')
    .option('--username <name>', 'on the WebDAV server')
    .option('--bucket <name>', 'of S3')
    .option('--region <name>', 'of the bucket')
    .option('--endpoint <address>', 'of a service that speaks like S3')
    .addOption(new Option('--remove <name>', 'forget a connection: its name, or the beginning of its id'))
    .action(async (kind: string | undefined, options, command: Command) => {
      const { connectTo } = await import('../commands/connections.ts')
      await connectTo(contextOf(command), kind, options)
    })
  examples(connect, ['GITHUB_TOKEN=github_pat_… octavo connect github', 'octavo connect'])
}
