import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import { headingsOf } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import { failurePoint } from '../generation/failure-point.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../generation/job-state.ts'
import type { Caller } from '../http/environment.ts'
import { lockChapter, saveChapter } from '../library/chapters.ts'
import { insertItem } from '../library/outline-items.ts'
import type { Octavo } from '../octavo.ts'
import { type Destination, findDestination } from './destinations/destinations.ts'
import { type PublishedBook, publishedBook } from './files/published-book.ts'
import { textOf } from './files/text-of.ts'
import { readBranch, repositoryOf } from './git/branch.ts'
import type { Repository } from './git/repository.ts'
import { type Choice, type Incoming, incomingChanges, mergeEdit } from './incoming.ts'
import type { SyncConflict, SyncedFile } from './syncs.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/** The database takes no more of a chapter. Bytes. */
const largestChapter = 5_000_000

/**
 * The workflow that brings back what was edited in a repository: three-way, as versions, in the name of who asked. Where
 * both changed the same place, nothing is saved until somebody chooses. Running again after a crash merges what is merged
 * already, which changes nothing. It never throws.
 */
export async function pullEdits(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  const syncId = String(job.request.syncId)
  try {
    await DBOS.runStep(() => begin(octavo, job, syncId), { name: 'begin' })
    await DBOS.runStep(() => pull(octavo, job, syncId), { name: 'pull' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, syncId, error), { name: 'give up' })
  }
}

async function begin(octavo: Octavo, job: FullJob, syncId: string): Promise<void> {
  await octavo.database.asService('begin to bring edits back', async tx => {
    await beginJob(tx, job, 'comparing')
    await tx
      .updateTable('publishing.github_syncs')
      .set({ state: 'running', error: null, completed_at: null })
      .where('id', '=', syncId)
      .execute()
  })
  octavo.jobs.announceEvents(job.id)
}

/** What came of a pull. */
interface Outcome {
  files: SyncedFile[]
  conflicts: SyncConflict[]
  seen: Map<string, string | null>
}

async function pull(octavo: Octavo, job: FullJob, syncId: string): Promise<void> {
  if (!job.createdBy) throw new OctavoError('not_found', 'Whoever asked for this has no account any more.')
  const caller: Caller = { userId: job.createdBy, readOnly: false }
  const sync = await octavo.database.asService('see what a sync is to do', tx =>
    tx
      .selectFrom('publishing.github_syncs')
      .select(['destination_id', 'choices', 'adopt'])
      .where('id', '=', syncId)
      .executeTakeFirstOrThrow(),
  )
  if (!sync.destination_id) throw new OctavoError('not_found', 'This destination was removed.')
  const destination = await octavo.database.asUser(caller, tx => findDestination(tx, job.bookId, sync.destination_id!))
  const repository = await repositoryOf(octavo, destination)
  const branch = await readBranch(octavo, repository, destination, destination.branch!)
  if (!branch.head || !branch.manifest) {
    throw new OctavoError(
      'destination_refused',
      'The book was not published there yet, so there is nothing to compare with.',
    )
  }
  const choices = sync.choices as Record<string, Choice>
  const about = job.request.commit
  if (about && about !== branch.head) throw new OctavoError('remote_moved')
  const book = await publishedBook(octavo, caller, destination.bookId)
  const { incoming, same } = incomingChanges(branch, book)
  // What the book says already came back too: by an earlier run that was cut off, or by two people of one mind.
  const files = [...same.keys()].map((path): SyncedFile => ({ path, change: 'modified' }))
  const outcome: Outcome = { files, conflicts: [], seen: new Map(same) }
  const of = { octavo, caller, destination, repository, book, commit: branch.head }
  for (const change of incoming) await takeIn(of, change, choices[change.path], sync.adopt, outcome)
  await failurePoint('edits-saved')
  await record(octavo, job, syncId, branch.head, outcome)
}

interface Work {
  octavo: Octavo
  caller: Caller
  destination: Destination
  repository: Repository
  book: PublishedBook
  commit: string
}

async function takeIn(
  work: Work,
  change: Incoming,
  choice: Choice | undefined,
  adopt: boolean,
  { files, conflicts, seen }: Outcome,
): Promise<void> {
  const { path, kind, now, chapterId } = change
  if (kind === 'page') {
    if (adopt) await addChapter(work, path, now!)
    if (adopt) seen.set(path, now)
    files.push({ path, change: adopt ? 'added' : 'new' })
    return
  }
  if (kind === 'file' || now === null) {
    // Nobody but its author deletes a chapter, and what is no chapter is made from the book.
    if (choice === 'book') seen.set(path, now)
    else if (choice === undefined) {
      conflicts.push({ path, reason: now === null ? 'deleted' : 'file', chapterId: chapterId ?? null, places: [] })
    }
    files.push({ path, change: now === null ? 'deleted' : choice === 'book' ? 'modified' : 'kept' })
    return
  }
  const places = await mergeChapter(work, { ...change, now, chapterId: chapterId! }, choice)
  if (places.length > 0) {
    conflicts.push({ path, reason: 'text', chapterId: chapterId!, places })
    files.push({ path, change: 'kept' })
  } else {
    seen.set(path, now)
    files.push({ path, change: 'modified' })
  }
}

/** Saves the edit of a chapter as a version; answers the places that wait for a choice instead. */
async function mergeChapter(
  { octavo, caller, destination, repository, book, commit }: Work,
  { path, before, now, chapterId }: Incoming & { now: string; chapterId: string },
  choice: Choice | undefined,
): Promise<SyncConflict['places']> {
  const base = before === null ? '' : await textIn(repository, before, path)
  const theirs = await textIn(repository, now, path)
  return octavo.database.asUser(caller, async tx => {
    const chapter = await lockOf(tx, destination.bookId, chapterId)
    // Its author deleted it: what was edited there stays, unless the book is to have its way.
    if (!chapter) return choice === 'book' ? [] : [{ line: 1, base: '', book: '', repository: theirs.slice(0, 1000) }]
    const published = publishedText(book, chapterId) ?? chapter.content
    const { text, places } = mergeEdit(base, { published, whole: chapter.content }, theirs, choice)
    if (text !== undefined) {
      await saveChapter(tx, {
        chapterId,
        content: text,
        changeType: 'imported',
        note: noteFor(destination, commit),
        expectedVersion: chapter.version,
      })
    }
    return places
  })
}

/** What of a chapter goes out, wherever it is in the book now. */
function publishedText({ files, chapters }: PublishedBook, chapterId: string): string | undefined {
  const path = [...chapters].find(([, id]) => id === chapterId)?.[0]
  const content = path && files.get(path)
  return content && Buffer.from(content).toString()
}

const noteFor = ({ location }: Destination, commit: string) => `From ${location}@${commit.slice(0, 7)}`

async function lockOf(tx: Tx, bookId: string, chapterId: string) {
  try {
    const chapter = await lockChapter(tx, chapterId)
    // A manifest can be edited by whoever may push: it opens no other book.
    return chapter.book_id === bookId ? chapter : undefined
  } catch (error) {
    if (error instanceof OctavoError && error.code === 'not_found') return undefined
    throw error
  }
}

/** A new page as a new chapter at the end; one that was added by a run that crashed is not added again. */
async function addChapter({ octavo, caller, destination, repository, commit }: Work, path: string, blob: string) {
  const content = await textIn(repository, blob, path)
  const title = headingsOf(content)[0]?.text?.slice(0, 500) || path.replace(/^.*\/|\.md$/g, '')
  const note = `${noteFor(destination, commit)}: ${path}`.slice(0, 1000)
  await octavo.database.asUser(caller, async tx => {
    const known = await tx
      .selectFrom('library.chapter_versions')
      .select('chapter_id')
      .where('book_id', '=', destination.bookId)
      .where('change_type', '=', 'imported')
      .where('note', '=', note)
      .executeTakeFirst()
    if (known) return
    const item = await insertItem(tx, destination.bookId, { title, parentId: null })
    const chapter = await tx
      .insertInto('library.chapters')
      .values({ book_id: destination.bookId, toc_item_id: item.id, title })
      .returning('id')
      .executeTakeFirstOrThrow()
    await saveChapter(tx, { chapterId: chapter.id, content, changeType: 'imported', note })
  })
}

async function textIn(repository: Repository, blob: string, path: string): Promise<string> {
  const content = await repository.read(blob.replace(/^link /, ''))
  const text = content.length <= largestChapter ? textOf(content) : undefined
  if (text === undefined || blob.startsWith('link ')) {
    throw new OctavoError(
      'source_unreadable',
      `${path} in the repository is no text in UTF-8 of at most 5 MB. Mend it there, then sync again.`,
    )
  }
  return text
}

async function record(octavo: Octavo, job: FullJob, syncId: string, commit: string, outcome: Outcome): Promise<void> {
  const { files, conflicts, seen } = outcome
  const count = (wanted: SyncedFile['change']) => files.filter(({ change }) => change === wanted).length
  const counts = { added: count('added'), modified: count('modified'), deleted: count('deleted') }
  const state = conflicts.length > 0 ? 'conflicted' : 'completed'
  await octavo.database.asService('record what came back', async tx => {
    await tx
      .updateTable('publishing.github_syncs')
      .set({
        state,
        commit,
        files: JSON.stringify(files),
        conflicts: JSON.stringify(conflicts),
        seen: JSON.stringify(Object.fromEntries(seen)),
        ...counts,
        completed_at: new Date(),
      })
      .where('id', '=', syncId)
      .execute()
    const result = { syncId, commit, ...counts, conflicts: conflicts.length, new: count('new') }
    await changeState(tx, job, 'completed', { stage: '', progress: 100, result })
  })
  octavo.jobs.announceEvents(job.id)
}

async function giveUp(octavo: Octavo, job: FullJob, syncId: string, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (told?.code === 'internal') octavo.log.error({ err: error, jobId: job.id }, 'a sync failed')
  await octavo.database.asService('record how a sync ended', async tx => {
    if (state !== 'paused') {
      const stopped = { code: 'canceled', message: 'It was canceled. What was merged by then stays.' }
      await tx
        .updateTable('publishing.github_syncs')
        .set({ state: 'failed', error: JSON.stringify(told ?? stopped), completed_at: new Date() })
        .where('id', '=', syncId)
        .execute()
    }
    await changeState(tx, job, state, told === undefined ? {} : { error: told })
  })
  octavo.jobs.announceEvents(job.id)
}
