import type { Brief, Passage, Source } from '@octavo/manuscript'
import { composeCodex } from './codex.ts'
import { composeOutline } from './outline.ts'
import { composeSection, type SectionTask } from './section.ts'

/** What the compositor can be asked for; everything it may use is in the task. */
export type CompositorTask =
  | { task: 'outline'; brief: Brief; sources: Source[]; passages: Passage[] }
  | { task: 'codex'; brief: Brief; passages: Passage[] }
  | ({ task: 'section' } & SectionTask)

/**
 * Answers a task as a model would: JSON text of an Outline, JSON text of `{ entries: CodexEntry[] }`, or the MyST of a
 * section. Extractive and deterministic: the same task gives the same bytes.
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
  }
}
