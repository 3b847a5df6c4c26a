import { Command } from 'commander'
import type { ExitWith } from '../command.ts'
import { addBookCommands } from './book-commands.ts'
import { addBuildCommands } from './build-commands.ts'
import { addCoverCommands } from './cover-commands.ts'
import { addFileCommands } from './file-commands.ts'
import { addImportCommands } from './import-commands.ts'
import { addInstallationCommands } from './installation-commands.ts'
import { addJobCommands } from './job-commands.ts'
import { addPublishingCommands } from './publishing-commands.ts'
import { addQualityCommands } from './quality-commands.ts'
import { addReviewCommands } from './review-commands.ts'
import { addSearchCommands } from './search-commands.ts'
import { addUsageCommands } from './usage-commands.ts'

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
  addBuildCommands(program, exitWith)
  addImportCommands(program, exitWith)
  addFileCommands(program)
  addCoverCommands(program, exitWith)
  addSearchCommands(program, exitWith)
  addReviewCommands(program)
  addQualityCommands(program, exitWith)
  addPublishingCommands(program, exitWith)
  addJobCommands(program, exitWith)
  addUsageCommands(program)
  addInstallationCommands(program, exitWith)
  return program
}
