import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { isWorkerAlive } from '../system/readiness.ts'

/** Why a model is asked again only later, and when. */
export interface Waiting {
  model: string
  attempt: number
  attempts: number
  until: string
  code: string
  message: string
}

export interface Standing {
  /** Watch from here on: everything up to it is told below. */
  lastEvent: number
  /** Whether any worker is there: without one nothing goes on. */
  worker: boolean
  /** As it was measured last; null before a section is written. */
  progress: {
    progress: number
    wordsPlanned: number
    wordsFinished: number
    secondsElapsed: number
    secondsLeft: number | null
    measuredAt: string
  } | null
  /** What the job waits for while it plans or checks. */
  waiting: Waiting | null
  parts: {
    id: string
    /** Sections that are written. */
    sections: number
    /** Words so far, those of the section being written included. */
    words: number
    waiting: Waiting | null
  }[]
}

interface LatestEvent {
  kind: string
  part: string | null
  number: number
  at: string
  data: Record<string, unknown>
}

interface Row {
  last_event: string
  latest: LatestEvent[]
  parts: { id: string; state: string; sections: number; words: number; live: string; answered: string | null }[]
}

/**
 * How a write job stands at this moment: what a watcher needs who comes late, in one answer however long the job has run.
 * Throws not_found.
 */
export async function readStanding(octavo: Octavo, caller: Caller, jobId: string): Promise<Standing> {
  const { rows } = await octavo.database.asUser(caller, tx => standingQuery(jobId).execute(tx))
  const row = rows[0]
  if (!row) throw new OctavoError('not_found')
  const waitingOf = (part: string, answered: string | null) => {
    const last = (kind: string) => row.latest.find(event => event.part === part && event.kind === kind)
    const waiting = last('waiting')
    if (!waiting || (answered && answered > waiting.at)) return null
    const later = [last('text'), last('section')].some(event => event && event.number > waiting.number)
    return later ? null : (waiting.data as unknown as Waiting)
  }
  const measured = row.latest
    .filter(event => event.kind === 'progress' && 'wordsPlanned' in event.data)
    .reduce<LatestEvent | undefined>((last, event) => (last && last.number > event.number ? last : event), undefined)
  return {
    lastEvent: Number(row.last_event),
    worker: await isWorkerAlive(octavo),
    progress: measured ? ({ ...measured.data, measuredAt: measured.at } as Standing['progress']) : null,
    waiting: waitingOf(jobId, null),
    parts: row.parts.map(({ id, state, sections, words, live, answered }) => ({
      id,
      sections,
      words: words + (state === 'streaming' ? (live.match(/\S+/g)?.length ?? 0) : 0),
      waiting: state === 'streaming' ? waitingOf(id, answered) : null,
    })),
  }
}

/** One statement, so that all of it is of one moment. */
const standingQuery = (jobId: string) => sql<Row>`
  with latest as (
    select distinct on (e.kind, e.data->>'part') e.kind, e.data->>'part' as part, e.number, e.created_at as at, e.data
    from generation.events e
    where e.generation_id = ${jobId}::uuid and e.kind in ('progress', 'section', 'text', 'waiting')
    order by e.kind, e.data->>'part', e.number desc
  ), answers as (
    select c.generation_id, c.key, c.created_at, c.answer
    from generation.generations p
    join generation.calls c on c.generation_id = p.id
    where p.parent_id = ${jobId}::uuid and c.state = 'completed' and c.purpose = 'section'
      and c.key ~ ('@' || p.run || '(\\+[0-9]+)?$')
  ), parts as (
    select p.id, p.state, (p.request->>'chapter')::integer as chapter,
      (select count(*)::integer from answers a where a.generation_id = p.id and a.key not like '%+%') as sections,
      (select coalesce(sum(array_length(regexp_split_to_array(btrim(a.answer), '\\s+'), 1)), 0)::integer
        from answers a where a.generation_id = p.id) as words,
      (select max(a.created_at) from answers a where a.generation_id = p.id) as answered,
      (select l.number from latest l where l.kind = 'section' and l.part = p.id::text
        and not exists (select from answers a where a.generation_id = p.id and a.created_at >= l.at)) as begun
    from generation.generations p where p.parent_id = ${jobId}::uuid
  )
  select g.last_event::text,
    (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from latest l) as latest,
    (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'state', p.state, 'sections', p.sections, 'words', p.words,
        'answered', p.answered, 'live', coalesce((
          select string_agg(e.data->>'text', '' order by e.number) from generation.events e
          where e.generation_id = g.id and e.number > p.begun and e.kind = 'text' and e.data->>'part' = p.id::text
        ), '')) order by p.chapter, p.id), '[]') from parts p) as parts
  from generation.generations g where g.id = ${jobId}::uuid`
