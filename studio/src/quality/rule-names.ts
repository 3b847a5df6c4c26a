import type { RuleId } from '@octavo/manuscript'
import type { IconName } from '../components/icon.tsx'
import type { Severity } from './audit.ts'

/** What each rule is called where its findings are listed. A rule without a name does not compile. */
const names: Record<RuleId, string> = {
  'unknown-directive': 'Directive that does not exist',
  'unknown-role': 'Role that does not exist',
  'directive-use': 'Directive used in another way than it accepts',
  'role-use': 'Role used in another way than it accepts',
  syntax: 'Markup that cannot be read',
  'unclosed-fence': 'Fence that is never closed',
  'mismatched-fence': 'Fence closed in the wrong place',
  'nesting-too-deep': 'Directives nested too deeply',
  'directive-too-large': 'Directive with too many options',
  'too-much-markup': 'More markup than the length allows',
  'unreadable-page': 'Page that cannot be read',
  'front-matter': 'Front matter that cannot be read',
  'duplicate-label': 'Label used twice',
  'undefined-footnote': 'Footnote that is not defined',
  'unused-footnote': 'Footnote nothing refers to',
  'duplicate-footnote': 'Footnote defined twice',
  'broken-reference': 'Reference leads nowhere',
  'broken-link': 'Link leads nowhere',
  'dead-link': 'Address does not answer',
  'broken-citation': 'Citation of an unknown work',
  'undefined-term': 'Term missing in the glossary',
  'missing-image': 'Picture is not in the book',
  'misnamed-image': 'Picture of another kind than its name says',
  'missing-alt': 'Picture without alternative text',
  'heading-jump': 'Heading skips a level',
  'empty-section': 'Heading with nothing under it',
  'placeholder-text': 'Text that was to be replaced',
  'style-word': 'Word to avoid',
  'regex-invalid': 'Pattern that cannot be used',
  'missing-feature': 'Required feature is missing',
  'word-target': 'Length far from what was planned',
  'repeated-sentence': 'Sentence that stands elsewhere as well',
  'long-sentence': 'Long sentence',
  'long-paragraph': 'Long paragraph',
  'undefined-abbreviation': 'Abbreviation written out nowhere',
  'unused-silence': 'Silence that silences nothing',
}

/** The name of a rule; of one this studio does not know yet, its id. */
export const ruleName = (rule: string): string => (names as Record<string, string>)[rule] ?? rule

/** How a severity looks, and what it says of its findings. */
export const severityLooks: Record<Severity, { look: 'stop' | 'warn' | 'hint'; icon: IconName; group: string }> = {
  error: { look: 'stop', icon: 'stop', group: 'Broken for readers' },
  warning: { look: 'warn', icon: 'warn', group: 'Readers will stumble' },
  info: { look: 'hint', icon: 'hint', group: 'Worth a look' },
}

/** From what stops a reader to what an editor would look at. */
export const severities: readonly Severity[] = ['error', 'warning', 'info']
