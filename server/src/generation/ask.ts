import { DBOS } from '@dbos-inc/dbos-sdk'
import { joinAnswers } from '@octavo/manuscript'
import { continuationPrompt, maxContinuations } from '@octavo/models'
import { OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import { type Answered, answerOf, callModel, type Job, type Question } from './call.ts'

/**
 * Asks a model from within a workflow, each call a durable step. An answer cut off at its length is continued, at most
 * `maxContinuations` times; what is still unfinished then is taken as it is.
 *
 * `prepare` makes the question; it runs inside the step, so it may read the database.
 * Gives the ids of the calls whose answers make up the whole. Throws model_refused.
 */
export async function ask(octavo: Octavo, job: Job, key: string, prepare: () => Promise<Question>): Promise<string[]> {
  const first = await DBOS.runStep(async () => answer(octavo, job, await prepare()), { name: key })
  const callIds = [first.callId]
  let stopReason = first.stopReason
  for (let n = 1; stopReason === 'length' && n <= maxContinuations; n++) {
    const next = await DBOS.runStep(
      async () => {
        const { schema: _, ...question } = await prepare()
        const soFar = await textOf(octavo, callIds)
        return answer(octavo, job, {
          ...question,
          key: `${key}+${n}`,
          prompt: continuationPrompt(question.prompt, soFar),
        })
      },
      { name: `${key}+${n}` },
    )
    callIds.push(next.callId)
    stopReason = next.stopReason
  }
  return callIds
}

async function answer(octavo: Octavo, job: Job, question: Question): Promise<Answered> {
  const answered = await callModel(octavo, job, question)
  if (answered.stopReason === 'refusal') {
    const words = await textOf(octavo, [answered.callId])
    throw new OctavoError(
      'model_refused',
      `${job.model} declined to write this: ${words || 'it gave no reason'}. Change the brief or the sources, or choose another model.`,
    )
  }
  return answered
}

/** The text of an answer, from the calls that make it up. */
export async function textOf(octavo: Octavo, callIds: readonly string[]): Promise<string> {
  return octavo.database.asService('read what a model answered', async tx => {
    let text = ''
    for (const [index, id] of callIds.entries()) {
      const part = await answerOf(tx, id)
      text = index === 0 ? part : joinAnswers(text, part)
    }
    return text
  })
}
