import type { Severity } from './finding.ts'

interface RuleDescription {
  severity: Severity
  /** One sentence: what it means for the reader, and, where it is not plain, what to do. */
  explanation: string
}

/** Everything an audit can find. A rule that is not described here does not compile. */
export const rules = {
  'unknown-directive': {
    severity: 'error',
    explanation: 'No directive has this name, so its content is shown as raw text.',
  },
  'unknown-role': {
    severity: 'error',
    explanation: 'No role has this name, so its content is left out of the page.',
  },
  'directive-use': {
    severity: 'warning',
    explanation: 'A directive is used in a way it does not accept: its argument, an option or its body.',
  },
  'role-use': { severity: 'warning', explanation: 'A role is used in a way it does not accept.' },
  syntax: { severity: 'warning', explanation: 'The parser met something it could not read as it was meant.' },
  'unclosed-fence': { severity: 'error', explanation: 'A fence is never closed and swallows everything after it.' },
  'mismatched-fence': {
    severity: 'error',
    explanation: 'A fence ends elsewhere than its author thought, so text becomes code or leaves its directive.',
  },
  'nesting-too-deep': {
    severity: 'error',
    explanation: 'Directives stand inside of too many others, so the innermost are plain text.',
  },
  'directive-too-large': {
    severity: 'error',
    explanation: 'A directive has too many or too long options, so it is plain text.',
  },
  'too-much-markup': {
    severity: 'error',
    explanation: 'The page has more blocks or directives than its length allows, so the rest is plain text.',
  },
  'unreadable-page': {
    severity: 'error',
    explanation: 'A page is missing, too large, or no text in UTF-8, so nothing is known about it.',
  },
  'front-matter': {
    severity: 'error',
    explanation: 'The YAML between the dashes at the top of a page cannot be read, so nothing in it counts.',
  },
  'duplicate-label': {
    severity: 'error',
    explanation: 'Two targets share a label, so references to it lead to only one of them.',
  },
  'undefined-footnote': {
    severity: 'error',
    explanation: 'A footnote is referred to but not defined, so its mark is shown as plain text.',
  },
  'unused-footnote': {
    severity: 'warning',
    explanation: 'A footnote is defined but nothing refers to it, so it is left out of the page.',
  },
  'duplicate-footnote': {
    severity: 'error',
    explanation: 'Two footnotes share an identifier, so one of them is lost.',
  },
  'broken-reference': {
    severity: 'error',
    explanation: 'A cross-reference names no label, heading or anchor of the book, so it leads nowhere.',
  },
  'broken-link': {
    severity: 'error',
    explanation: 'A link names a page or file that is not in the book, so it leads nowhere.',
  },
  'dead-link': {
    severity: 'warning',
    explanation: 'An address on the web did not answer as it should when it was tried.',
  },
  'broken-citation': {
    severity: 'error',
    explanation: 'A citation names no entry of the bibliography, so its key is shown instead of the work.',
  },
  'undefined-term': {
    severity: 'error',
    explanation: 'A term is marked up as one of the glossary, but no glossary of the book defines it.',
  },
  'missing-image': {
    severity: 'error',
    explanation: 'An image names a file that is not in the book, so readers see a gap.',
  },
  'misnamed-image': {
    severity: 'warning',
    explanation: 'An image is of another kind than its name says; EPUB readers and some servers refuse to show it.',
  },
  'missing-alt': {
    severity: 'warning',
    explanation:
      'An image has no alternative text, so whoever cannot see it learns nothing from it (WCAG 2.2, criterion 1.1.1).',
  },
  'heading-jump': {
    severity: 'warning',
    explanation: 'A heading skips a level, which breaks outlines and screen readers (WCAG 2.2, technique G141).',
  },
  'empty-section': { severity: 'warning', explanation: 'A heading has nothing under it.' },
  'placeholder-text': {
    severity: 'warning',
    explanation: 'Text that was to be replaced before anyone reads it, such as `TODO` or `lorem ipsum`.',
  },
  'style-word': {
    severity: 'warning',
    explanation: 'A word or pattern the style guide of the book asks to avoid.',
  },
  'regex-invalid': {
    severity: 'warning',
    explanation: 'A pattern of the style guide cannot be used, so nothing is looked for in its place.',
  },
  'missing-feature': {
    severity: 'warning',
    explanation: 'A feature the book requires of every chapter is not in this one.',
  },
  'word-target': { severity: 'info', explanation: 'A page is far shorter or longer than was planned.' },
  'repeated-sentence': {
    severity: 'info',
    explanation: 'A long sentence stands word for word in an earlier page as well.',
  },
  'long-sentence': { severity: 'info', explanation: 'A sentence has more words than a reader keeps in mind.' },
  'long-paragraph': { severity: 'info', explanation: 'A paragraph fills a page or more without a break.' },
  'undefined-abbreviation': {
    severity: 'info',
    explanation:
      'An abbreviation is used several times and written out nowhere. A guess: names in capitals look the same.',
  },
  'unused-silence': {
    severity: 'info',
    explanation: 'A comment or setting silences a rule that finds nothing there. Remove it.',
  },
} as const satisfies Record<string, RuleDescription>

export type RuleId = keyof typeof rules

export function isRule(id: string): id is RuleId {
  return Object.hasOwn(rules, id)
}
