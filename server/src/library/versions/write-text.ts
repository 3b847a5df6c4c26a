import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { mergeTexts } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { problemDetails } from '../../http/problem.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, bookOfChapter } from '../book-access.ts'
import {
  type ChapterSave,
  type ChapterView,
  chapterContent,
  chapterTitle,
  lockChapter,
  readChapter,
  saveChapter,
} from '../chapters.ts'

export const chapterText = z
  .object({
    title: chapterTitle.optional(),
    content: chapterContent,
    note: z.string().max(2_000).default(''),
    autosave: z.boolean().default(false),
    merge: z.boolean().default(false).openapi({
      description: 'When somebody was quicker, merge with what he saved instead of answering 412',
    }),
  })
  .openapi('ChapterText')

const state = z.object({ version: z.number().int(), title: z.string(), content: z.string() })
const mergeConflict = z.object({
  base: state.openapi({ description: 'What both had begun from' }),
  theirs: state.openapi({ description: 'The chapter as it is' }),
  mine: state.omit({ version: true }).openapi({ description: 'What was sent' }),
  text: z
    .string()
    .openapi({ description: 'Both merged, with "mine" in each conflict, which stands from start to end' }),
  conflicts: z.array(
    z.object({
      base: z.string(),
      mine: z.string(),
      theirs: z.string(),
      start: z.number().int(),
      end: z.number().int(),
    }),
  ),
  titleConflicts: z.boolean(),
})
export const mergeProblem = problemDetails.extend({ merge: mergeConflict }).openapi('MergeProblem')

type Text = z.infer<typeof chapterText>
type LockedChapter = Awaited<ReturnType<typeof lockChapter>>

/**
 * Saves a person's text as a new version, unless nothing differs. When the chapter is no longer at `expectedVersion`,
 * throws version_conflict; with `merge`, both changes are saved as one version instead, or merge_conflict is thrown with
 * everything that is needed to settle it. Null for `expectedVersion` writes over whatever is there.
 */
export async function writeChapter(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  input: Text,
  expectedVersion: number | null,
): Promise<ChapterView> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, await bookOfChapter(tx, chapterId))
    const chapter = await lockChapter(tx, chapterId)
    const stale = expectedVersion !== null && expectedVersion !== chapter.version
    if (stale && input.merge) return saveChapter(tx, await merge(tx, chapter, input, expectedVersion))
    return saveChapter(tx, {
      chapterId,
      content: input.content,
      title: input.title,
      changeType: input.autosave ? 'autosaved' : 'edited',
      note: input.note,
      expectedVersion,
    })
  })
  return readChapter(octavo, caller, chapterId)
}

/** What both changes make of the version they have in common. */
async function merge(tx: Tx, chapter: LockedChapter, mine: Text, baseVersion: number): Promise<ChapterSave> {
  const base = await tx
    .selectFrom('library.chapter_versions')
    .select(['title', 'content'])
    .where('chapter_id', '=', chapter.id)
    .where('number', '=', baseVersion)
    .executeTakeFirst()
  if (!base) {
    throw new OctavoError('version_conflict', 'What you began from is not kept any more: read the chapter again.', {
      currentVersion: chapter.version,
    })
  }
  const { text, conflicts } = mergeTexts(base.content, mine.content, chapter.content)
  const myTitle = mine.title ?? base.title
  const titleConflicts = base.title !== myTitle && base.title !== chapter.title && myTitle !== chapter.title
  if (conflicts.length > 0 || titleConflicts) {
    throw new OctavoError('merge_conflict', undefined, {
      currentVersion: chapter.version,
      extension: {
        merge: {
          base: { version: baseVersion, ...base },
          theirs: { version: chapter.version, title: chapter.title, content: chapter.content },
          mine: { title: myTitle, content: mine.content },
          text,
          conflicts,
          titleConflicts,
        } satisfies z.infer<typeof mergeConflict>,
      },
    })
  }
  const how = `Merged with version ${chapter.version}; both began from version ${baseVersion}`
  return {
    chapterId: chapter.id,
    content: text,
    title: myTitle === base.title ? chapter.title : myTitle,
    changeType: 'merged',
    note: mine.note ? `${mine.note}\n\n${how}`.slice(0, 2_000) : how,
    base: baseVersion,
  }
}
