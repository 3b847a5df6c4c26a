import { type Command, Option } from 'commander'
import { contextOf } from '../command.ts'
import { examples } from './options.ts'

/** The commands that say what was used, and what a plan includes. */
export function addUsageCommands(program: Command): void {
  const usage = program
    .command('usage')
    .summary('show what was used, what is left and what it cost')
    .description(
      'Show what your organization has used this month, today and altogether, what is left, and what it cost.',
    )
    .addOption(
      new Option('--by <what>', 'divide what was used this month').choices([
        'operation',
        'day',
        'model',
        'user',
        'book',
        'job',
        'chapter',
        'call',
      ]),
    )
    .option('--csv <file>', 'write every act of this month into a file')
    .option('--organization <name>', 'its id, slug or name; by default your personal one')
    .action(async (options, command: Command) => {
      const { showUsage } = await import('../commands/usage.ts')
      await showUsage(contextOf(command), options)
    })
  examples(usage, ['octavo usage', 'octavo usage --by model', 'octavo usage --csv usage.csv'])
  const plans = program
    .command('plans')
    .summary('list plans, prices and limits')
    .description('List the plans with their prices and limits.')
    .action(async (_options, command: Command) => {
      const { listPlans } = await import('../commands/usage.ts')
      await listPlans(contextOf(command))
    })
  examples(plans, ['octavo plans', 'octavo plans --json'])
}
