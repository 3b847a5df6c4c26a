import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Octavo } from '../octavo.ts'
import type { Mail } from './mail.ts'
import { commentMail, jobMail } from './mail-texts.ts'

/** What ended or was said longer ago is no news: a server that stood still does not pour it out. */
const newsFor = sql`interval '1 hour'`
/** Whoever started a shorter job is most likely still looking at it. */
const longJob = sql`interval '2 minutes'`

interface Recipient {
  user_id: string
  email: string
  name: string
}
interface EndedJob extends Recipient {
  kind: string
  state: string
  book_id: string | null
  title: string | null
}
interface NewComment extends Recipient {
  id: string
  book_id: string
  chapter_id: string
  body: string
  author: string
  title: string
  chapter: string
}

/**
 * Mails people what they asked to be told of: that a job of theirs has ended, that somebody commented. Each at most once,
 * whichever process comes first; what the mail server does not take is logged. Gives how many were sent.
 */
export async function sendNotices(octavo: Octavo): Promise<number> {
  const { jobs, comments } = await octavo.database.asService('mails go to people of every tenant', async tx => ({
    jobs: await claimJobs(tx),
    comments: await claimComments(tx),
  }))
  const settings = `${octavo.publicUrl}/settings#mails`
  const mails = jobs.map(job => {
    const link = job.book_id ? `${octavo.publicUrl}/books/${job.book_id}/write` : octavo.publicUrl
    return jobMail(job.email, { ...job, link, settings })
  })
  for (const comment of comments) {
    if (!(await maySee(octavo, comment))) continue
    const link = `${octavo.publicUrl}/books/${comment.book_id}/edit/${comment.chapter_id}`
    mails.push(commentMail(comment.email, { ...comment, link, settings }))
  }
  for (const mail of mails) await deliver(octavo, mail)
  return mails.length
}

async function deliver(octavo: Octavo, mail: Mail): Promise<void> {
  try {
    await octavo.mail.send(mail)
  } catch (error) {
    octavo.log.error({ err: error }, 'a notice could not be sent')
  }
}

async function claimJobs(tx: Tx): Promise<EndedJob[]> {
  const { rows } = await sql<EndedJob>`
    with ended as (
      select g.id, g.created_by, g.kind, g.state, g.book_id, b.title
      from generation.generations g
      join identity.settings s on s.user_id = g.created_by and s.mail_jobs
      left join library.books b on b.id = g.book_id
      where g.parent_id is null and g.state in ('completed', 'partial', 'failed')
        and g.completed_at > now() - ${newsFor} and g.completed_at - g.started_at >= ${longJob}),
    claimed as (
      insert into identity.notices (user_id, kind, subject) select created_by, 'job', id from ended
      on conflict do nothing returning user_id, subject)
    select c.user_id, u.email, u.name, e.kind, e.state, e.book_id, e.title
    from claimed c join ended e on e.id = c.subject
    join auth.users u on u.id = c.user_id and u.status = 'active' and u.email_verified`.execute(tx)
  return rows
}

/** Comments for whoever began the book and for those who spoke in the thread, but for its author. */
async function claimComments(tx: Tx): Promise<NewComment[]> {
  const { rows } = await sql<NewComment>`
    with said as (
      select c.id, c.book_id, c.chapter_id, c.parent_id, c.created_by, c.body from library.comments c
      where c.created_at > now() - ${newsFor}),
    heard as (
      select said.id, b.created_by as user_id from said join library.books b on b.id = said.book_id
      union
      select said.id, other.created_by from said
      join library.comments other on other.id = said.parent_id or other.parent_id = said.parent_id),
    claimed as (
      insert into identity.notices (user_id, kind, subject)
      select heard.user_id, 'comment', heard.id from heard
      join said on said.id = heard.id and heard.user_id is distinct from said.created_by
      join identity.settings s on s.user_id = heard.user_id and s.mail_comments
      on conflict do nothing returning user_id, subject)
    select said.id, claimed.user_id, u.email, u.name, said.book_id, said.chapter_id, said.body,
      coalesce(author.name, 'Somebody') as author, b.title, i.title as chapter
    from claimed join said on said.id = claimed.subject
    join auth.users u on u.id = claimed.user_id and u.status = 'active' and u.email_verified
    join library.books b on b.id = said.book_id and b.deleted_at is null
    join library.chapters ch on ch.id = said.chapter_id
    join library.toc_items i on i.id = ch.toc_item_id
    left join identity.profiles author on author.user_id = said.created_by`.execute(tx)
  return rows
}

/** Who spoke in a thread may have lost the book since. */
function maySee(octavo: Octavo, { user_id: userId, id }: NewComment): Promise<boolean> {
  return octavo.database.asUser({ userId }, async tx => {
    const seen = await tx.selectFrom('library.comments').select('id').where('id', '=', id).executeTakeFirst()
    return seen !== undefined
  })
}
