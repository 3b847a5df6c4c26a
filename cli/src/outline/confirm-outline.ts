import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'

export type Decision = 'write' | 'edit' | 'leave'

/** Asks whether to go on with what was just shown. Rejects when `stop` aborts. */
export async function askDecision(canEdit: boolean, stop: AbortSignal, goOn = 'Write it?'): Promise<Decision> {
  const readline = createInterface({ input: stdin, output: stdout })
  // In a prompt the terminal hands Ctrl-C to readline instead of sending a signal.
  readline.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  // The end of the input (Ctrl-D) answers as little as a terminal that goes away does.
  const ended = new Promise<string>(resolve => readline.once('close', () => resolve('n')))
  try {
    for (;;) {
      const question = `${goOn} [Y/n${canEdit ? '/e to edit the outline' : ''}] `
      const answer = (await Promise.race([readline.question(question, { signal: stop }), ended])).trim().toLowerCase()
      if (answer === '' || answer === 'y' || answer === 'yes') return 'write'
      if (answer === 'n' || answer === 'no') return 'leave'
      if (canEdit && (answer === 'e' || answer === 'edit')) return 'edit'
    }
  } finally {
    readline.close()
  }
}
