import { type Command, InvalidArgumentError } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { operationOf } from '../imports/read-operations.ts'
import type { StructureOperation } from '../imports/structure.ts'
import { examples } from './options.ts'

const structure = ['<id>', 'as "octavo import" and "octavo structures" show it'] as const

/** The commands that bring manuscripts in. */
export function addImportCommands(program: Command, exitWith: ExitWith): void {
  const bring = program
    .command('import')
    .summary('import a manuscript: EPUB, Word, PDF, HTML, text, MyST')
    .description(
      `Imports a file, a folder or what is at an address. It shows the chapters it found, how sure it is of each, and asks; \
no chapter is made before that.

With --book it goes into a book you have. A book that was imported before is brought up to date: what you edited meanwhile \
is merged, and nothing is deleted.`,
    )
    .argument('<what>', 'a file, a folder, or an address')
    .option('--book <book>', 'the book it goes into; by default a new one')
    .option('-y, --yes', 'make the chapters without asking')
    .option('--replace', 'where you edited what the import changes, take the import')
    .action(async (what: string, options, command: Command) => {
      const { importManuscript } = await import('../commands/import.ts')
      await importManuscript(contextOf(command), exitWith, what, options)
    })
  examples(bring, ['octavo import novel.epub', 'octavo import bees/ --book bees --yes'])
  const list = program
    .command('structures')
    .summary('list what was imported into a book')
    .description('List what was imported into a book.')
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .action(async (name: string, _options, command: Command) => {
      const { listStructures } = await import('../commands/structures.ts')
      await listStructures(contextOf(command), name)
    })
  examples(list, ['octavo structures bees'])
  addStructureCommands(program)
}

function addStructureCommands(program: Command): void {
  const group = program
    .command('structure')
    .summary('show, correct and confirm the chapters of an import')
    .description('The chapters an import is to become.')
  const show = group
    .command('show', { isDefault: true })
    .description('Show the chapters, how sure each is, and why where it is doubtful.')
    .argument(...structure)
    .option('--blocks <from-to>', 'the words of these blocks instead, to see where a chapter begins', blockRange)
    .action(async (id: string, options, command: Command) => {
      const { showStructure } = await import('../commands/structures.ts')
      await showStructure(contextOf(command), id, options)
    })
  examples(show, ['octavo structure ID', 'octavo structure ID --blocks 20-40'])
  // In the order they are typed: one may need what another has done.
  const operations: StructureOperation[] = []
  const doing = (read: (text: string) => StructureOperation) => (text: string) => operations.push(read(text))
  const edit = group
    .command('edit')
    .description(
      'Correct the chapters, in the order of the options: every one is done, or none. ITEM is an id of the tree.',
    )
    .argument(...structure)
    .option('--rename <item=title>', 'another title', doing(operationOf.rename))
    .option('--kind <item=kind>', 'front, part, chapter, back or excluded', doing(operationOf.kind))
    .option('--merge <item>', 'make it a part of the one before it', doing(operationOf.merge))
    .option('--split <item@block>', 'begin another chapter at this block', doing(operationOf.split))
    .option('--exclude <item>', 'leave it out of the book', doing(operationOf.exclude))
    .option('--operations <file>', 'all the API can do, as JSON')
    .action(async (id: string, options, command: Command) => {
      const { editStructure } = await import('../commands/structures.ts')
      await editStructure(contextOf(command), id, operations, options)
    })
  examples(edit, ['octavo structure edit ID --merge b12 --rename "b20=High Water"'])
  const confirm = group
    .command('confirm')
    .description('Make the chapters, and say what became of each.')
    .argument(...structure)
    .option('--replace', 'where you edited what the import changes, take the import')
    .action(async (id: string, options, command: Command) => {
      const { confirmStructure } = await import('../commands/structures.ts')
      await confirmStructure(contextOf(command), id, options)
    })
  examples(confirm, ['octavo structure confirm ID'])
}

/** Both ends as one reads them; the API counts without the last. */
function blockRange(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? []
  if (from === undefined || Number(from) > Number(to))
    throw new InvalidArgumentError('Give two numbers, such as 20-40.')
  return { from: Number(from), to: Number(to) + 1 }
}
