import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'

export type Answer = 'yes' | 'no' | 'all' | 'quit'

const answers: Record<string, Answer> = {
  y: 'yes',
  yes: 'yes',
  n: 'no',
  no: 'no',
  a: 'all',
  all: 'all',
  q: 'quit',
  quit: 'quit',
}

/** Asks about the fix that was just shown. The end of the input answers "quit". */
export async function askFix(): Promise<Answer> {
  const readline = createInterface({ input: stdin, output: stdout })
  const ended = new Promise<string>(resolve => readline.once('close', () => resolve('q')))
  try {
    for (;;) {
      const question = 'Apply it? [y]es, [n]o, [a]ll that follow, [q]uit: '
      const answer = answers[(await Promise.race([readline.question(question), ended])).trim().toLowerCase()]
      if (answer) return answer
    }
  } finally {
    readline.close()
  }
}
