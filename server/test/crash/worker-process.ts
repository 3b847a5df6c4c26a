// A worker that a test can kill: it stops dead at the n-th passage of a failure point, or ends when the job has stopped.
// Arguments: the job, and optionally "point:n".

import { onFailurePoint } from '../../src/generation/failure-point.ts'
import { startWorker } from '../../src/generation/worker.ts'
import { openOctavo, readConfig } from '../../src/index.ts'

const [jobId, at] = process.argv.slice(2)
const [point, passage] = at?.split(':') ?? []
let passed = 0
onFailurePoint(name => {
  if (name === point && ++passed === Number(passage)) process.kill(process.pid, 'SIGKILL')
})

const octavo = await openOctavo(readConfig(process.env))
const worker = await startWorker(octavo)
const stopped = ['completed', 'partial', 'failed', 'canceled', 'paused']
for (;;) {
  const job = await octavo.database.asService('wait for the job under test', tx =>
    tx.selectFrom('generation.generations').select('state').where('id', '=', jobId!).executeTakeFirstOrThrow(),
  )
  if (stopped.includes(job.state)) break
  await new Promise(resolve => setTimeout(resolve, 100))
}
await worker.close()
await octavo.close()
