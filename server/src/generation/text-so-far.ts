import type { Tx } from '@octavo/database'
import { joinAnswers } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'

/** Pieces of one answer that are read at most: an hour of streaming. What comes after them is seen when it is answered. */
const mostPieces = 15_000
/** Passages whose places are told at most. */
const mostPassages = 1_000

export interface TextSoFar {
  /** Watch from here on: the pieces up to it are in the text. */
  lastEvent: number
  /** The planned title of each section that is begun, its text in MyST, and whether all of it is there. */
  sections: { title: string; text: string; finished: boolean }[]
  /** The passages the marks in the text ([^p12]) stand for: source and line. */
  evidence: { mark: string; source: string; line: number }[]
}

interface Row {
  last_event: string
  run: number
  book_id: string
  state: string
  title: string | null
  planned: { title: string; passages?: string[] }[] | null
  answers: { key: string; answer: string | null }[]
  begun: number | null
  live: string
}

/** What is written of a chapter while its job still writes it. Throws not_found. */
export async function readTextSoFar(octavo: Octavo, caller: Caller, jobId: string, partId: string): Promise<TextSoFar> {
  return octavo.database.asUser(caller, async tx => {
    const row = (await textQuery(jobId, partId).execute(tx)).rows[0]
    if (!row) throw new OctavoError('not_found')
    const texts: string[] = []
    for (const { key, answer } of row.answers) {
      const section = Number(/^section-(\d+)@/.exec(key)?.[1]) - 1
      texts[section] = texts[section] === undefined ? (answer ?? '') : joinAnswers(texts[section], answer ?? '')
    }
    const live = row.state === 'streaming' && row.begun !== null ? row.begun : undefined
    if (live !== undefined) texts[live] = texts[live] ? joinAnswers(texts[live], row.live) : row.live
    const planned = row.planned ?? []
    return {
      lastEvent: Number(row.last_event),
      sections: Array.from(texts, (text = '', index) => {
        const title = planned[index]?.title ?? ''
        // As in the finished page: a section titled like its chapter is the chapter itself.
        return { title: title === row.title ? '' : title, text, finished: index !== live }
      }),
      evidence: await findEvidence(
        tx,
        row.book_id,
        texts.join('\n'),
        planned.flatMap(({ passages }) => passages ?? []),
      ),
    }
  })
}

/** One statement, so that text and number of the last event are of one moment. */
const textQuery = (jobId: string, partId: string) => sql<Row>`
  with answers as (
    select c.key, c.answer, c.created_at, c.started_at, c.id
    from generation.generations p
    join generation.calls c on c.generation_id = p.id
    where p.id = ${partId}::uuid and c.state = 'completed' and c.purpose = 'section'
      and c.key ~ ('@' || p.run || '(\\+[0-9]+)?$')
  ), begun as (
    select e.number, (e.data->>'section')::integer as section
    from generation.events e
    where e.generation_id = ${jobId}::uuid and e.kind = 'section' and e.data->>'part' = ${partId}
      and not exists (select from answers a where a.created_at >= e.created_at)
    order by e.number desc limit 1
  ), pieces as (
    select e.number, e.data->>'text' as text
    from generation.events e, begun
    where e.generation_id = ${jobId}::uuid and e.number > begun.number and e.kind = 'text'
      and e.data->>'part' = ${partId}
    order by e.number limit ${mostPieces}
  )
  select g.last_event::text, p.run, p.state, p.book_id, t.title, t.sections as planned,
    (select coalesce(jsonb_agg(jsonb_build_object('key', a.key, 'answer', a.answer) order by a.started_at, a.id), '[]')
      from answers a) as answers,
    (select section from begun) as begun,
    (select coalesce(string_agg(text, '' order by number), '') from pieces) as live
  from generation.generations g
  join generation.generations p on p.parent_id = g.id
  left join library.toc_items t on t.id = p.toc_item_id
  where g.id = ${jobId}::uuid and p.id = ${partId}::uuid`

/** Numbered as the model was told them: all passages of the book in the author's order. */
async function findEvidence(tx: Tx, bookId: string, text: string, planned: readonly string[]) {
  const cited = [...new Set(Array.from(text.matchAll(/\[\^p(\d+)\]/g), match => Number(match[1])))]
    .filter(number => number < 1e9)
    .slice(0, mostPassages)
  const { rows } = await sql<TextSoFar['evidence'][number]>`
    with numbered as (
      select p.id, s.title as source, p.start_line as line,
        row_number() over (order by s.position, s.created_at, s.id, p.position)::integer as n
      from library.passages p join library.sources s on s.id = p.source_id
      where p.book_id = ${bookId}::uuid
    )
    select 'p' || n as mark, source, line from numbered
    where n = any(${cited}::integer[]) or id = any(${planned}::uuid[])
    order by n limit ${mostPassages}`.execute(tx)
  return rows
}
