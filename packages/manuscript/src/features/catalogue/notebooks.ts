import { directive, type Entry, featuresIn, labeled, lines, option, role, type Spot } from '../sign.ts'

const tagged =
  (tag: string) =>
  ({ node }: Spot) => {
    const tags: unknown = node.children?.[0]?.data?.tags
    return Array.isArray(tags) && tags.includes(tag)
  }
const fromCell = ({ node }: Spot) => String(node.args ?? '').startsWith('#')

function cellTag(tag: string, name: string, explanation: string): Entry {
  return featuresIn('notebooks', [
    {
      id: tag,
      name,
      importance: 'optional',
      example: lines('```{code-cell} python', `:tags: ${tag}`, '1 + 1', '```'),
      explanation,
      includes: ['code-cell'],
      signs: directive('code-cell', tagged(tag)),
    },
  ])[0]!
}

export const notebooks: Entry[] = [
  ...featuresIn('notebooks', [
    {
      id: 'code-cell',
      name: 'Code that is run',
      importance: 'optional',
      example: lines('```{code-cell} python', 'print(6 * 7)', '```'),
      explanation: 'Code together with what it puts out when it runs.',
      signs: directive('code-cell'),
    },
    {
      id: 'labeled-cell',
      name: 'Cell with a label',
      importance: 'optional',
      example: lines('```{code-cell} python', ':label: cell-a-name', 'plot()', '```'),
      explanation: 'A cell whose output can be shown elsewhere.',
      includes: ['code-cell'],
      signs: directive('code-cell', labeled),
    },
    {
      id: 'captioned-cell',
      name: 'Cell with a caption',
      importance: 'optional',
      example: lines('```{code-cell} python', ':caption: What the plot shows', 'plot(1)', '```'),
      explanation: 'Output that becomes a figure with a caption.',
      includes: ['code-cell'],
      signs: directive('code-cell', option('caption')),
    },
  ]),
  cellTag('hide-input', 'Cell with folded code', 'Output first, with the code behind a click.'),
  cellTag('hide-output', 'Cell with folded output', 'Code first, with its output behind a click.'),
  cellTag('hide-cell', 'Folded cell', 'Code and output behind a click.'),
  cellTag('remove-input', 'Cell without its code', 'Output alone, for readers who do not program.'),
  cellTag('remove-output', 'Cell without its output', 'Code alone, whatever it puts out.'),
  cellTag('remove-cell', 'Cell nobody sees', 'Preparations that run and stay out of the page.'),
  cellTag('skip-execution', 'Cell that is not run', 'Code that is only to be read, in a notebook that runs.'),
  cellTag('raises-exception', 'Cell that may fail', 'An error that is shown on purpose.'),
  ...featuresIn('notebooks', [
    {
      id: 'inline-expression',
      name: 'Value within a sentence',
      importance: 'optional',
      example: 'The mean is {eval}`mean`.',
      explanation: 'A number in a sentence that is computed and so never wrong.',
      signs: role('eval'),
      aliases: ['eval'],
    },
    {
      id: 'embedded-content',
      name: 'Content from elsewhere in the book',
      importance: 'optional',
      example: lines('```{embed} #tab-a-name', '```'),
      explanation: 'A figure, table or output shown again without a copy.',
      signs: directive('embed'),
      aliases: ['embed'],
    },
    {
      id: 'embed-without-input',
      name: 'Embedded output without its code',
      importance: 'optional',
      example: lines('```{embed} #cell-a-name', ':remove-input: true', '```'),
      explanation: 'The output of a cell of another page, without the code.',
      includes: ['embedded-content'],
      signs: directive('embed', option('remove-input')),
    },
    {
      id: 'figure-from-cell',
      name: 'Figure from a cell',
      importance: 'optional',
      example: lines(':::{figure} #cell-a-name', ':alt: What the plot shows', ':::'),
      explanation: 'A figure that is what a cell put out.',
      includes: ['figure'],
      signs: directive('figure', fromCell),
    },
    {
      id: 'figure-placeholder',
      name: 'Picture in place of an output',
      importance: 'optional',
      example: lines(':::{figure} #cell-a-name', ':alt: What the plot shows', ':placeholder: plot.png', ':::'),
      explanation: 'A picture for forms of the book in which nothing runs.',
      includes: ['figure', 'figure-from-cell'],
      signs: directive('figure', option('placeholder')),
    },
  ]),
]
