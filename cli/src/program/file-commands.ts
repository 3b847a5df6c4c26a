import { type Command, Option } from 'commander'
import { contextOf } from '../command.ts'
import { examples } from './options.ts'

const kinds = ['image', 'cover', 'bibliography', 'attachment', 'original']
const book = ['<book>', 'its id, its slug, or the beginning of one'] as const

/** The commands for the files of a book. */
export function addFileCommands(program: Command): void {
  const files = program.command('files').summary("list, add, get and remove a book's files").description(
    'The files of a book: pictures, covers, bibliographies, attachments, and what its sources were read from. Pages show \
a picture by its name, as in ![A queue](images/queue.png).',
  )
  const list = files
    .command('list', { isDefault: true })
    .description('List the files of a book.')
    .argument(...book)
    .addOption(new Option('--kind <kind>', 'only these').choices([...kinds, 'export']))
    .action(async (name: string, options, command: Command) => {
      const { listFiles } = await import('../commands/files.ts')
      await listFiles(contextOf(command), name, options)
    })
  examples(list, ['octavo files job-queues'])
  const add = files
    .command('add')
    .description(
      'Add files to a book, or replace those of the same name. Pictures go into images/, unless --folder says another.',
    )
    .argument(...book)
    .argument('<files...>', 'what to add')
    .addOption(new Option('--kind <kind>', 'what they are; by default told by their names').choices(kinds))
    .option('--folder <path>', 'the folder in the book they go into; "." for none')
    .option('--alt <text>', 'what a picture shows, for who does not see it')
    .action(async (name: string, paths: string[], options, command: Command) => {
      const { addFiles } = await import('../commands/files.ts')
      await addFiles(contextOf(command), name, paths, options)
    })
  examples(add, ['octavo files add job-queues queue.png --alt "Jobs wait in line"', 'octavo files add bees refs.bib'])
  const get = files
    .command('get')
    .description('Write a file of a book to disk.')
    .argument(...book)
    .argument('<file>', 'its name, or the beginning of its id')
    .option('-o, --out <path>', 'where to; by default its own name, here')
    .action(async (name: string, file: string, options, command: Command) => {
      const { getFile } = await import('../commands/files.ts')
      await getFile(contextOf(command), name, file, options)
    })
  examples(get, ['octavo files get job-queues images/queue.png', 'octavo files get job-queues notes.md --out notes.md'])
  const remove = files
    .command('rm')
    .description('Remove files from a book.')
    .argument(...book)
    .argument('<files...>', 'their names, or the beginnings of their ids')
    .action(async (name: string, chosen: string[], _options, command: Command) => {
      const { removeFiles } = await import('../commands/files.ts')
      await removeFiles(contextOf(command), name, chosen)
    })
  examples(remove, ['octavo files rm job-queues images/old.png'])
  const fetch = files
    .command('fetch')
    .description('Fetch the pictures a book shows from the web into the book, and show them from there.')
    .argument(...book)
    .action(async (name: string, _options, command: Command) => {
      const { fetchImages } = await import('../commands/files.ts')
      await fetchImages(contextOf(command), name)
    })
  examples(fetch, ['octavo files fetch job-queues'])
}
