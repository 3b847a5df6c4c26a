import type { Command } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { examples, wholeNumber } from './options.ts'

/** The commands for whoever runs an installation. */
export function addInstallationCommands(program: Command, exitWith: ExitWith): void {
  program.commandsGroup('Installation:')
  const serve = program
    .command('serve')
    .summary('serve Octavo in the browser and over its API')
    .description('Serve Octavo in the browser and over its API. Prints a sign-in link for you.')
    .option('--port <number>', 'the port; default OCTAVO_PORT, or 4321; 0 takes a free one', wholeNumber(0, 65_535))
    .option('--no-worker', 'only serve: jobs wait for "octavo worker"')
    .action(async (options, command: Command) => {
      const { serve: run } = await import('../commands/serve.ts')
      await run(contextOf(command), options)
    })
  examples(serve, ['octavo serve', 'octavo serve --port 8080'])
  const worker = program
    .command('worker')
    .summary('work on queued jobs')
    .description('Work on queued jobs. With DATABASE_URL, as many on as many machines as you like.')
    .action(async (_options, command: Command) => {
      const { work } = await import('../commands/serve.ts')
      await work(contextOf(command))
    })
  examples(worker, ['octavo worker'])
  const doctor = program
    .command('doctor')
    .summary('check this machine and say how to mend it')
    .description('Check Node, data, database, models, disk and mail, and say how to mend what is wrong.')
    .action(async (_options, command: Command) => {
      const { doctor: run } = await import('../commands/doctor.ts')
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
      const { migrate: run } = await import('../commands/migrate.ts')
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
      const { rotateKeys } = await import('../commands/keys.ts')
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
      const { grantOperator } = await import('../commands/operator.ts')
      await grantOperator(contextOf(command), email)
    })
  examples(grant, ['octavo operator grant ann@example.com'])
}
