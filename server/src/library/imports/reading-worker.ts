import { parentPort, workerData } from 'node:worker_threads'
import { proposeStructure } from '@octavo/manuscript'
import { readUpload, UploadError } from '@octavo/manuscript/uploads'
import { withoutBytes } from './kept-upload.ts'
import type { FromReader, ReadingOrder } from './reading-protocol.ts'

// A thread of its own: an upload is a stranger's, and reading it can take all the memory and time it is given.
const port = parentPort!
const say = (message: FromReader) => port.postMessage(message)
const { name, bytes, want } = workerData as ReadingOrder

try {
  const upload = await readUpload({ name, bytes }, { onProgress: (done, total) => say({ kind: 'told', done, total }) })
  if (want === 'images') say({ kind: 'images', images: upload.images })
  else if (want === 'upload') say({ kind: 'upload', upload: withoutBytes(upload) })
  else say({ kind: 'structure', upload: withoutBytes(upload), structure: proposeStructure(upload) })
} catch (error) {
  if (error instanceof UploadError) say({ kind: 'refused', reason: error.reason, message: error.message })
  else {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    say({ kind: 'failed', message, stack })
  }
}
port.close()
