import { parentPort } from 'node:worker_threads'
import { calculate, type Uncounted } from './calculate.ts'

parentPort?.on('message', (uncounted: Uncounted) => parentPort?.postMessage(calculate(uncounted)))
