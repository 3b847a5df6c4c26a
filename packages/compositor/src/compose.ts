import type { Brief, Passage, Source } from '@octavo/manuscript'
import { composeAddition } from './addition/compose-addition.ts'
import type { AdditionTask } from './addition/ground.ts'
import { composeCodex } from './codex.ts'
import { composeOutline } from './outline.ts'
import { composeRevision, type RevisionTask } from './revision.ts'
import { composeSection, type SectionTask } from './section.ts'

/** What the compositor can be asked for; everything it may use is in the task. */
export type CompositorTask =
  | { task: 'outline'; brief: Brief; sources: Source[]; passages: Passage[] }
  | { task: 'codex'; brief: Brief; passages: Passage[] }
  | ({ task: 'section' } & SectionTask)
  | ({ task: 'feature' } & AdditionTask)
  | ({ task: 'revision' } & RevisionTask)

/**
 * Answers a task as a model would: JSON text of an Outline, of `{ entries: CodexEntry[] }`, of an Addition or of a
 * Revision, or the MyST of a section. Extractive and deterministic: the same task gives the same bytes.
 *
 * @throws RangeError when a section task names a chapter or section that its outline does not have.
 */
export function compose(task: CompositorTask): string {
  switch (task.task) {
    case 'outline':
      return JSON.stringify(composeOutline(task))
    case 'codex':
      return JSON.stringify(composeCodex(task))
    case 'section':
      return composeSection(task)
    case 'feature':
      return JSON.stringify(composeAddition(task))
    case 'revision':
      return JSON.stringify(composeRevision(task))
  }
}
