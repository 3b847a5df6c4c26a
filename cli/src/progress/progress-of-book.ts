import type { Connection } from '../api/connect.ts'
import type { Job } from '../api/job-events.ts'
import { chaptersOf } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'
import { beginProgress, type JobProgress } from './job-progress.ts'

/** Where a job's book stands now; the job's own events tell the rest. */
export async function progressOf({ api }: Connection, job: Job): Promise<JobProgress> {
  if (!job.bookId || job.kind !== 'write') return beginProgress([])
  const chapters = chaptersOf(await readOutline(api, job.bookId)).map(item => ({
    title: item.title,
    sections: item.sections.length,
    words: item.chapter && item.chapter.words > 0 ? item.chapter.words : undefined,
  }))
  return beginProgress(chapters)
}
