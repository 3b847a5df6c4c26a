/**
 * The simulated provider as its own process. Prints its URL as the first line, then serves until it is ended.
 *
 *   node main.ts [--port 0] [--first-token-ms 500] [--tokens-per-second 80]
 */
import { parseArgs } from 'node:util'
import { startSimulatedProvider } from './provider.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'first-token-ms': { type: 'string', default: '500' },
    'tokens-per-second': { type: 'string', default: '80' },
  },
})

const provider = await startSimulatedProvider({
  port: Number(values.port),
  firstTokenMs: Number(values['first-token-ms']),
  tokensPerSecond: Number(values['tokens-per-second']),
})
process.stdout.write(`${provider.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => provider.stop())
