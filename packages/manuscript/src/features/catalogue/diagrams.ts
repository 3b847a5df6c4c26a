import { directive, type Entry, featuresIn, lines } from '../sign.ts'

/** What a diagram says it is, after its front matter, settings and remarks (mermaid.js.org/intro/syntax-reference.html). */
function kindOf(diagram: string): string {
  const text = diagram.replace(/^\s*---[ \t]*\n[\s\S]*?\n[ \t]*---[ \t]*(?:\n|$)/, '')
  const line = text.split('\n').find(each => each.trim() !== '' && !each.trim().startsWith('%%'))
  return /^\s*([\w-]+)/.exec(line ?? '')?.[1] ?? ''
}

function mermaid(names: string, id: string, name: string, explanation: string, ...body: string[]): Entry {
  return featuresIn('diagrams', [
    {
      id: `mermaid-${id}`,
      name,
      importance: id === 'flowchart' ? 'recommended' : 'optional',
      example: lines('```{mermaid}', ...body, '```'),
      explanation,
      includes: ['mermaid-diagram'],
      signs: directive('mermaid', ({ node }) => names.split(' ').includes(kindOf(String(node.value ?? '')))),
      aliases: [id, ...names.split(' ')],
    },
  ])[0]!
}

export const diagrams: Entry[] = [
  ...featuresIn('diagrams', [
    {
      id: 'mermaid-diagram',
      name: 'Diagram',
      importance: 'optional',
      example: lines('```{mermaid}', 'flowchart LR', '  a[Start] --> b[End]', '```'),
      explanation: 'A drawing made from words, which changes as easily as they do.',
      includes: ['mermaid-flowchart'],
      signs: directive('mermaid'),
      aliases: ['mermaid', 'diagram'],
    },
  ]),
  mermaid(
    'flowchart graph flowchart-elk',
    'flowchart',
    'Flowchart',
    'The steps of a process and the decisions between them.',
    'flowchart TD',
    '  a{Ready?} -->|yes| b[Go]',
    '  a -->|no| c[Wait]',
  ),
  mermaid(
    'sequenceDiagram',
    'sequence',
    'Sequence diagram',
    'Who says what to whom, in order.',
    'sequenceDiagram',
    '  Client->>Server: request',
    '  Server-->>Client: response',
  ),
  mermaid(
    'classDiagram classDiagram-v2',
    'class',
    'Class diagram',
    'The classes of a program and how they are related.',
    'classDiagram',
    '  Shape <|-- Circle',
  ),
  mermaid(
    'stateDiagram stateDiagram-v2',
    'state',
    'State diagram',
    'The states a thing can be in and what leads from one to another.',
    'stateDiagram-v2',
    '  [*] --> Open',
    '  Open --> Closed',
  ),
  mermaid(
    'erDiagram',
    'entity-relationship',
    'Entity relationship diagram',
    'The tables of a database and what joins them.',
    'erDiagram',
    '  AUTHOR ||--o{ BOOK : writes',
  ),
  mermaid(
    'gantt',
    'gantt',
    'Gantt chart',
    'Tasks over time, and which wait for others.',
    'gantt',
    '  section Work',
    '  Draft :a, 2025-01-01, 7d',
    '  Review :after a, 3d',
  ),
  mermaid('pie', 'pie', 'Pie chart', 'The shares of a whole.', 'pie', '  "Text" : 70', '  "Code" : 30'),
  mermaid(
    'mindmap',
    'mindmap',
    'Mind map',
    'Thoughts around one in the middle.',
    'mindmap',
    '  Book',
    '    Text',
    '    Pictures',
  ),
  mermaid(
    'timeline',
    'timeline',
    'Timeline',
    'What happened when.',
    'timeline',
    '  1455 : Printed Bible',
    '  1605 : First newspaper',
  ),
  mermaid(
    'journey',
    'journey',
    'User journey',
    'The steps of a person through a task, and how each feels.',
    'journey',
    '  section Read',
    '    Open the book: 5: Reader',
  ),
  mermaid(
    'quadrantChart',
    'quadrant',
    'Quadrant chart',
    'Things placed by two measures.',
    'quadrantChart',
    '  x-axis Low effort --> High effort',
    '  Index: [0.2, 0.9]',
  ),
  mermaid(
    'gitGraph',
    'git-graph',
    'Git graph',
    'Commits and branches of a repository.',
    'gitGraph',
    '  commit',
    '  branch draft',
    '  commit',
  ),
  mermaid(
    'xychart-beta xychart',
    'xy-chart',
    'Bar or line chart',
    'Numbers as bars or lines over an axis.',
    'xychart-beta',
    '  x-axis [jan, feb]',
    '  bar [3, 5]',
  ),
  mermaid(
    'requirementDiagram',
    'requirement',
    'Requirement diagram',
    'What is required and what fulfils it.',
    'requirementDiagram',
    '  requirement speed {',
    '    id: 1',
    '  }',
  ),
  mermaid(
    'C4Context C4Container C4Component C4Dynamic C4Deployment',
    'c4',
    'C4 diagram',
    'The parts of a system and the people around it.',
    'C4Context',
    '  Person(reader, "Reader")',
  ),
  mermaid(
    'sankey-beta sankey',
    'sankey',
    'Sankey diagram',
    'How much flows from where to where.',
    'sankey-beta',
    'Sun,Plants,10',
  ),
]
