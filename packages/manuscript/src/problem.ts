/** What can be wrong with a page, and why it matters. A rule that is not described here does not compile. */
export const rules = {
  'unknown-directive': 'No directive has this name, so its content is shown as raw text.',
  'unknown-role': 'No role has this name, so its content is left out of the page.',
  'directive-use': 'A directive is used in a way it does not accept: its argument, an option or its body.',
  'role-use': 'A role is used in a way it does not accept.',
  syntax: 'The parser met something it could not read as it was meant.',
  'unclosed-fence': 'A fence is never closed and swallows everything after it.',
  'mismatched-fence': 'A fence ends elsewhere than its author thought, so text becomes code or leaves its directive.',
  'nesting-too-deep': 'Directives stand inside of too many others, so the innermost are plain text.',
  'directive-too-large': 'A directive has too many or too long options, so it is plain text.',
  'too-much-markup': 'The page has more blocks or directives than its length allows, so the rest is plain text.',
  'duplicate-label': 'Two targets share a label, so references to it lead to only one of them.',
  'undefined-footnote': 'A footnote is referred to but not defined, so its mark is shown as plain text.',
  'unused-footnote': 'A footnote is defined but nothing refers to it, so it is left out of the page.',
  'duplicate-footnote': 'Two footnotes share an identifier, so one of them is lost.',
  'heading-jump': 'A heading skips a level, which breaks outlines and screen readers (WCAG 2.2, technique G141).',
} as const satisfies Record<string, string>

export type Rule = keyof typeof rules

/** One thing wrong with a page. Line and column count from 1. */
export interface Problem {
  rule: Rule
  message: string
  line: number
  column: number
  /** The file, when the caller named it. */
  file?: string
}
