import { begins, directive, featuresIn, lines, node, not, role, type Spot } from '../sign.ts'

const isTag = ({ node }: Spot) =>
  /^<[a-z]/i.test(String(node.value)) && !/task-list-item-checkbox/.test(String(node.value))
const isLiteral = ({ node }: Spot) => node.children?.[0]?.literal === true
const format =
  (...names: string[]) =>
  ({ node }: Spot) =>
    names.includes(String(node.args ?? ''))

/** What an author keeps from readers, or writes in another language than MyST. */
export const source = featuresIn('text', [
  {
    id: 'comment',
    name: 'Comment',
    importance: 'optional',
    example: lines('% what only authors see', '', 'What readers see.'),
    explanation: 'A remark among authors that readers never see.',
    signs: node('comment', begins('%')),
  },
  {
    id: 'raw-html',
    name: 'HTML',
    importance: 'optional',
    example: 'It is <mark>marked</mark> by a browser.',
    explanation: 'What only a browser can show.',
    signs: node('html', isTag),
    aliases: ['html'],
  },
  {
    id: 'raw-latex',
    name: 'LaTeX for print',
    importance: 'optional',
    example: lines('```{raw:latex}', String.raw`\newpage`, '```'),
    explanation: 'What only the printed form of the book gets.',
    signs: [directive('raw:latex raw:tex'), directive('raw', format('latex', 'tex')), role('raw:latex raw:tex')],
    aliases: ['raw:latex'],
  },
  {
    id: 'raw-typst',
    name: 'Typst for print',
    importance: 'optional',
    example: lines('```{raw:typst}', '#pagebreak()', '```'),
    explanation: 'What only the form made with Typst gets.',
    signs: [directive('raw:typst raw:typ'), directive('raw', format('typst', 'typ')), role('raw:typst raw:typ')],
    aliases: ['raw:typst'],
  },
  {
    id: 'included-page',
    name: 'Text from another file',
    importance: 'optional',
    example: lines(':::{include} shared.md', ':::'),
    explanation: 'Text that several pages share and that is kept in one place.',
    signs: directive('include', not(isLiteral)),
    aliases: ['include'],
  },
])
