import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { toastError } from '../components/toast.tsx'
import { isOpen, type Job, jobQuery, jobsOfBookQuery } from './job.ts'

/** How often, and how long at most, a job is asked whether it has come to rest. Milliseconds. */
const askEvery = 300
const patience = 60_000

/** What one can do with a job. Each act says what it is doing while it does. */
export function useJobActs(job: Job) {
  const client = useQueryClient()
  const param = { jobId: job.id }
  const steer = api.v1.jobs[':jobId']
  const refresh = async (changed?: Job) => {
    if (changed) client.setQueryData(jobQuery(job.id).queryKey, changed)
    await Promise.all([
      client.invalidateQueries({ queryKey: jobQuery(job.id).queryKey }),
      ...(job.bookId ? [client.invalidateQueries({ queryKey: jobsOfBookQuery(job.bookId).queryKey })] : []),
    ])
  }
  const rest = async () => {
    const until = Date.now() + patience
    let now = await ask(steer.$get({ param }))
    if (isOpen(now) && !now.requested) await ask(steer.pause.$post({ param }))
    while (isOpen(now) && Date.now() < until) {
      await new Promise(resolve => setTimeout(resolve, askEvery))
      now = await ask(steer.$get({ param }))
    }
  }
  const act = { onSuccess: refresh, onError: toastError }
  const quiet = { onSuccess: refresh }
  return {
    pause: useMutation({ mutationFn: () => ask(steer.pause.$post({ param })), ...act }),
    resume: useMutation({ mutationFn: () => ask(steer.resume.$post({ param })), ...act }),
    cancel: useMutation({ mutationFn: () => ask(steer.cancel.$post({ param })), ...act }),
    redo: useMutation({
      /** Pauses a job that runs; it goes on together with the chapter. */
      mutationFn: async (partId: string) => {
        await rest()
        return ask(steer.chapters[':chapterJobId'].redo.$post({ param: { ...param, chapterJobId: partId } }))
      },
      ...act,
    }),
    setBudget: useMutation({
      mutationFn: async ({ amount, resume }: { amount: number | null; resume: boolean }) => {
        await ask(steer.budget.$put({ param, json: { amount } }))
        return ask(resume ? steer.resume.$post({ param }) : steer.$get({ param }))
      },
      ...quiet,
    }),
    changeModel: useMutation({
      /** Pauses a job that runs, and lets it go on with the other model. */
      mutationFn: async (model: string) => {
        await rest()
        await ask(steer.$patch({ param, json: { model } }))
        return ask(steer.resume.$post({ param }))
      },
      ...quiet,
    }),
  }
}

export type JobActs = ReturnType<typeof useJobActs>
