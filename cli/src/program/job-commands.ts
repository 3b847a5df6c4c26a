import type { Command } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { dollars, examples } from './options.ts'

/** The commands that steer jobs, and what runs them. */
export function addJobCommands(program: Command, exitWith: ExitWith): void {
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
      const { listJobs } = await import('../commands/jobs.ts')
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
    return command
  }
  one('watch', 'Show a job until it ends.', async (command, id) => {
    const { watchJob } = await import('../commands/jobs.ts')
    await watchJob(contextOf(command), exitWith, id)
  })
  one('pause', 'Pause a job. What is written stays.', async (command, id) => {
    const { stopJob } = await import('../commands/jobs.ts')
    await stopJob(contextOf(command), id, 'pause')
  })
  const resume = one('resume', 'Go on with a paused job, or try again what failed.', async (command, id) => {
    const { resumeJob } = await import('../commands/jobs.ts')
    await resumeJob(contextOf(command), exitWith, id, command.opts())
  })
  resume.option('--budget <dollars>', 'what it may now cost in all, with what it has cost already', dollars)
  one('cancel', 'Cancel a job. What is written stays.', async (command, id) => {
    const { stopJob } = await import('../commands/jobs.ts')
    await stopJob(contextOf(command), id, 'cancel')
  })
  one('calls', 'List every call to a model a job made, with tokens, cost and time.', async (command, id) => {
    const { listCalls } = await import('../commands/jobs.ts')
    await listCalls(contextOf(command), id)
  })
  examples(jobs, ['octavo jobs', 'octavo jobs watch 0b5e2c'])
  const models = program
    .command('models')
    .summary('list models, limits and prices')
    .description('List the models, with their limits and prices.')
    .option('--all', 'retired ones as well')
    .action(async (options, command: Command) => {
      const { listModels } = await import('../commands/models.ts')
      await listModels(contextOf(command), options)
    })
  examples(models, ['octavo models'])
}
