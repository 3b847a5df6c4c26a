import { fileURLToPath } from 'node:url'

export { type SimulatedRequest, simulatedAnswer } from './simulated/answer.ts'
export {
  type FailureRule,
  type JournalEntry,
  type SimulatedProvider,
  type SimulatedProviderOptions,
  startSimulatedProvider,
} from './simulated/provider.ts'

/** The simulated provider as a program of its own, for tests that kill its client: `node <this> --port 0`. */
export const simulatedProviderProgram = fileURLToPath(new URL('./simulated/main.ts', import.meta.url))
