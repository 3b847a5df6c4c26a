import { directive, featuresIn, labeled, lines, node, not, option, type Spot, withArgument } from '../sign.ts'

const shown = 'code code-block sourcecode'
const included = 'include literalinclude'

const isFence = ({ source }: Spot) => /^(?:`{3}|~{3}|:{3})/.test(source)
const isFrontMatter = ({ node, source }: Spot) => node.position?.start.line === 1 && source.startsWith('---')
const isDirective = ({ by }: Spot) => by !== undefined && `${shown} code-cell`.split(' ').includes(by)
const hasLanguage = ({ node }: Spot) => Boolean(node.lang)
const isLiteral = ({ node }: Spot) => node.children?.[0]?.literal === true

export const code = featuresIn('code', [
  {
    id: 'code-block',
    name: 'Code in a language',
    importance: 'required',
    example: lines('```python', 'print("text")', '```'),
    explanation: 'Code as it is typed, with the colours of its language.',
    signs: [node('code', isFence, hasLanguage, not(isDirective)), directive(shown, withArgument)],
    aliases: ['code', 'code-blocks', 'sourcecode'],
  },
  {
    id: 'plain-code-block',
    name: 'Code without a language',
    importance: 'optional',
    example: lines('```', 'what a program prints', '```'),
    explanation: 'Output or other text that keeps its spaces and lines.',
    signs: [node('code', isFence, not(hasLanguage), not(isDirective)), directive(shown, not(withArgument))],
  },
  {
    id: 'indented-code',
    name: 'Code by indentation',
    importance: 'optional',
    example: lines('Text before it.', '', '    four spaces in front'),
    explanation: 'A line of code without any marks around it.',
    signs: node('code', not(isFence), not(isFrontMatter)),
  },
  {
    id: 'inline-code',
    name: 'Code within a sentence',
    importance: 'recommended',
    example: 'Call `main` first.',
    explanation: 'Names and commands that stand out as such in a sentence.',
    signs: node('inlineCode'),
  },
  {
    id: 'code-with-line-numbers',
    name: 'Code with line numbers',
    importance: 'optional',
    example: lines('```{code-block} python', ':linenos:', 'first = 1', 'second = 2', '```'),
    explanation: 'Lines of code the text can point to by number.',
    includes: ['code-block'],
    signs: directive(`${shown} ${included} code-cell`, option('linenos', 'number-lines')),
    aliases: ['line-numbers'],
  },
  {
    id: 'code-from-line',
    name: 'Code numbered from a line',
    importance: 'optional',
    example: lines('```{code-block} python', ':lineno-start: 10', 'tenth = 10', '```'),
    explanation: 'A part of a file with the numbers its lines have there.',
    includes: ['code-block'],
    signs: directive(`${shown} ${included} code-cell`, option('lineno-start')),
  },
  {
    id: 'code-with-caption',
    name: 'Code with a caption',
    importance: 'optional',
    example: lines('```{code-block} python', ':caption: What it shows', 'print("caption")', '```'),
    explanation: 'Code that says what it shows.',
    includes: ['code-block'],
    signs: directive(`${shown} literalinclude`, option('caption')),
  },
  {
    id: 'code-with-filename',
    name: 'Code with its file name',
    importance: 'optional',
    example: lines('```{code-block} python', ':filename: main.py', 'print("file")', '```'),
    explanation: 'Code that says which file it belongs in.',
    includes: ['code-block'],
    signs: directive(`${shown} ${included} code-cell`, option('filename')),
  },
  {
    id: 'emphasized-lines',
    name: 'Emphasized lines of code',
    importance: 'optional',
    example: lines('```{code-block} python', ':emphasize-lines: 2', 'old = 1', 'new = 2', '```'),
    explanation: 'The lines of a listing that matter, at a glance.',
    includes: ['code-block'],
    signs: directive(`${shown} ${included} code-cell`, option('emphasize-lines')),
  },
  {
    id: 'labeled-code',
    name: 'Code with a label',
    importance: 'optional',
    example: lines('```{code-block} python', ':label: code-a-name', 'print("label")', '```'),
    explanation: 'A listing other places can refer to.',
    includes: ['code-block'],
    signs: directive(`${shown} literalinclude`, labeled),
  },
  {
    id: 'include-external-code',
    name: 'Code from a file',
    importance: 'optional',
    example: lines('```{literalinclude} main.py', '```'),
    explanation: 'Code that is read from its file and so never goes stale.',
    signs: directive(included, isLiteral),
    aliases: ['literalinclude'],
  },
  {
    id: 'included-lines',
    name: 'Some lines of a file',
    importance: 'optional',
    example: lines('```{literalinclude} main.py', ':lines: 3-9', '```'),
    explanation: 'Only the lines of a file that matter here.',
    includes: ['include-external-code'],
    signs: directive(included, option('lines', 'start-line', 'end-line')),
  },
  {
    id: 'included-part',
    name: 'Part of a file between two marks',
    importance: 'optional',
    example: lines('```{literalinclude} main.py', ':start-after: "# begin"', ':end-before: "# end"', '```'),
    explanation: 'A part of a file that is found again when lines move.',
    includes: ['include-external-code'],
    signs: directive(included, option('start-after', 'start-at', 'end-before', 'end-at')),
  },
  {
    id: 'matching-line-numbers',
    name: 'Line numbers of the file',
    importance: 'optional',
    example: lines('```{literalinclude} main.py', ':lineno-match:', '```'),
    explanation: 'Lines with the numbers they have in their file.',
    includes: ['include-external-code'],
    signs: directive(included, option('lineno-match')),
  },
])
