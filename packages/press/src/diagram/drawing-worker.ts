import { parentPort } from 'node:worker_threads'
import { drawDiagram } from './draw-diagram.ts'

parentPort!.on('message', (text: string) => parentPort!.postMessage(drawDiagram(text)))
