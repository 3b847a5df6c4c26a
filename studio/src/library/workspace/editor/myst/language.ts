import { commonmarkLanguage, markdown } from '@codemirror/lang-markdown'
import { yamlLanguage } from '@codemirror/lang-yaml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { parseMixed } from '@lezer/common'
import { styleTags, Tag, tags } from '@lezer/highlight'
import { GFM } from '@lezer/markdown'
import { mystBlocks } from './blocks.ts'
import { mystInlines } from './inlines.ts'

const mark = Tag.define()
const directive = Tag.define()
const key = Tag.define()
const value = Tag.define()
const math = Tag.define()
const comment = Tag.define()
const code = Tag.define()

const parts = {
  props: [
    styleTags({
      'DirectiveMark MathMark FrontMatterMark BlockBreak': mark,
      DirectiveName: directive,
      OptionKey: key,
      'DirectiveArgument OptionValue RoleText Target Citation Footnote': value,
      MathText: math,
      MystComment: comment,
      'DirectiveText CodeText InlineCode': code,
    }),
  ],
  // The only language inside: in code of chapters, colours would say more than the book does.
  wrap: parseMixed(node => (node.name === 'FrontMatterText' ? { parser: yamlLanguage.parser } : null)),
}

const colours = HighlightStyle.define([
  { tag: [mark, tags.processingInstruction, tags.contentSeparator, tags.punctuation], color: 'var(--syn-mark)' },
  { tag: tags.heading, color: 'var(--syn-head)', fontWeight: '600' },
  { tag: directive, color: 'var(--syn-dir)' },
  { tag: [key, tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--syn-key)' },
  { tag: [value, tags.url, tags.labelName, tags.string], color: 'var(--syn-str)' },
  { tag: math, color: 'var(--syn-math)' },
  { tag: [comment, tags.comment], color: 'var(--syn-comment)', fontStyle: 'italic' },
  { tag: code, color: 'var(--ink-2)' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
])

/** MyST Markdown: GitHub's, with front matter, directives, roles, math, citations, footnotes, targets and comments. */
export const myst = () => [
  markdown({
    base: commonmarkLanguage,
    extensions: [GFM, mystBlocks, mystInlines, parts],
    completeHTMLTags: false,
    pasteURLAsLink: true,
  }),
  syntaxHighlighting(colours),
]
