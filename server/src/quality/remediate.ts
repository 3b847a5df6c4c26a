import { DBOS } from '@dbos-inc/dbos-sdk'
import { sql } from 'kysely'
import { beginJob, changeState, outcomeOf, readJob } from '../generation/job-state.ts'
import type { Octavo } from '../octavo.ts'
import { finishRemediation } from './finish-remediation.ts'
import { planRemediation } from './plan-remediation.ts'
import { propose } from './propose.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/**
 * The workflow of a remediation or a revision somebody asked for: mechanical fixes first, then one question for each
 * wish. It proposes and changes nothing: the author decides. Run again after a pause or a crash it finds every answer it
 * was given. It never throws.
 */
export async function remediate(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  const remediationId = String(job.request.remediationId)
  try {
    await DBOS.runStep(() => begin(octavo, job, remediationId), { name: 'begin' })
    const wishes = await DBOS.runStep(() => planRemediation(octavo, remediationId), { name: 'plan' })
    await propose(octavo, job, remediationId, wishes)
    await DBOS.runStep(() => finish(octavo, job, remediationId), { name: 'finish' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, remediationId, error), { name: 'give up' })
  }
}

async function begin(octavo: Octavo, job: FullJob, remediationId: string): Promise<void> {
  await octavo.database.asService('begin a remediation', async tx => {
    await beginJob(tx, job, job.kind === 'revise' ? 'revising' : 'remediating')
    await tx
      .updateTable('quality.remediations')
      .set({ state: 'processing', error: null, completed_at: null, started_at: sql`coalesce(started_at, now())` })
      .where('id', '=', remediationId)
      .execute()
  })
  octavo.jobs.announceEvents(job.id)
}

async function finish(octavo: Octavo, job: FullJob, remediationId: string): Promise<void> {
  await octavo.database.asService('finish a remediation', async tx => {
    const { hunks, words } = await finishRemediation(tx, job, remediationId)
    await changeState(tx, job, 'completed', { stage: '', progress: 100, words, result: { remediationId, hunks } })
  })
  octavo.jobs.announceEvents(job.id)
}

async function giveUp(octavo: Octavo, job: FullJob, remediationId: string, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (state === 'failed') octavo.log.warn({ err: error, jobId: job.id }, 'a remediation failed')
  await octavo.database.asService('record how a remediation ended', async tx => {
    if (state !== 'paused') {
      const canceled = { code: 'canceled', message: 'The job was canceled. Ask again to try anew.' }
      await tx
        .updateTable('quality.remediations')
        .set({ state: 'failed', error: JSON.stringify(told ?? canceled), completed_at: new Date() })
        .where('id', '=', remediationId)
        .execute()
    }
    await changeState(tx, job, state, told === undefined ? {} : { error: told })
  })
  octavo.jobs.announceEvents(job.id)
}
