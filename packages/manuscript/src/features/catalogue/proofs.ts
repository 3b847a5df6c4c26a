import { classed, directive, type Entry, featuresIn, labeled, lines, off, option, role, withArgument } from '../sign.ts'

const kinds = [
  'proof',
  'theorem',
  'axiom',
  'lemma',
  'definition',
  'criterion',
  'remark',
  'conjecture',
  'corollary',
  'algorithm',
  'example',
  'property',
  'observation',
  'proposition',
  'assumption',
] as const
const any = ['proof', ...kinds.map(kind => `prf:${kind}`)].join(' ')

const statements: Record<(typeof kinds)[number], { says: string; explanation: string }> = {
  proof: { says: 'Why it is true.', explanation: 'The reasons why a statement is true.' },
  theorem: { says: 'What is true.', explanation: 'A statement that is proved.' },
  axiom: { says: 'What is taken for granted.', explanation: 'A statement everything else rests on.' },
  lemma: { says: 'What helps to prove more.', explanation: 'A statement proved on the way to a larger one.' },
  definition: { says: 'What the word means.', explanation: 'What a word means from here on.' },
  criterion: { says: 'When it holds.', explanation: 'A test by which a property is recognized.' },
  remark: { says: 'What else is worth knowing.', explanation: 'A comment on a statement, in the order of statements.' },
  conjecture: { says: 'What is believed.', explanation: 'A statement nobody has proved yet.' },
  corollary: { says: 'What follows at once.', explanation: 'A statement that follows from another.' },
  algorithm: { says: 'What to do, step by step.', explanation: 'The steps of a method, under a number.' },
  example: { says: 'How it looks in one case.', explanation: 'One case in which readers see what is meant.' },
  property: { says: 'What always holds for it.', explanation: 'What holds for everything of a kind.' },
  observation: { says: 'What can be seen.', explanation: 'What was seen, before it is explained.' },
  proposition: { says: 'What is also true.', explanation: 'A proved statement smaller than a theorem.' },
  assumption: { says: 'What is supposed.', explanation: 'What is supposed to hold from here on.' },
}

const kindEntries: Entry[] = featuresIn(
  'proofs',
  kinds.map(kind => ({
    id: kind,
    name: kind[0]!.toUpperCase() + kind.slice(1),
    importance: 'optional' as const,
    example: lines(`:::{prf:${kind}}`, statements[kind].says, ':::'),
    explanation: statements[kind].explanation,
    signs: directive(kind === 'proof' ? 'proof prf:proof' : `prf:${kind}`),
    aliases: [`prf:${kind}`],
  })),
)

export const proofs: Entry[] = [
  ...kindEntries,
  ...featuresIn('proofs', [
    {
      id: 'titled-theorem',
      name: 'Statement with a title',
      importance: 'optional',
      example: lines(':::{prf:theorem} Pythagoras', 'The squares add up.', ':::'),
      explanation: 'A statement known by a name.',
      includes: ['theorem'],
      signs: directive(any, withArgument),
    },
    {
      id: 'labeled-theorem',
      name: 'Statement with a label',
      importance: 'optional',
      example: lines(':::{prf:theorem}', ':label: thm-a-name', 'What others refer to.', ':::'),
      explanation: 'A statement the text can refer to by its number.',
      includes: ['theorem'],
      signs: directive(any, labeled),
    },
    {
      id: 'unnumbered-theorem',
      name: 'Statement without a number',
      importance: 'optional',
      example: lines(':::{prf:remark}', ':nonumber:', 'What nobody refers to.', ':::'),
      explanation: 'A statement that is not counted.',
      includes: ['remark'],
      signs: [directive(any, option('nonumber')), directive(any, off('enumerated'))],
    },
    {
      id: 'dropdown-proof',
      name: 'Proof that folds',
      importance: 'optional',
      example: lines(':::{prf:proof}', ':class: dropdown', 'For those who want it.', ':::'),
      explanation: 'A proof that stays closed until a reader opens it.',
      includes: ['proof'],
      signs: directive(any, classed('dropdown')),
    },
    {
      id: 'theorem-reference',
      name: 'Reference to a statement',
      importance: 'optional',
      example: 'This follows from {prf:ref}`thm-a-name`.',
      explanation: 'A link to a statement by its number.',
      signs: role('prf:ref'),
      aliases: ['prf:ref'],
    },
  ]),
]
