import { catalogue } from './catalogue.ts'
import { type Feature, type FeatureCategory, featureCategories } from './feature.ts'

/** `docs/features.md`: the catalogue for authors, by category, each feature with its example. */
export function featuresPage(): string {
  const groups = featureCategories.map(category => ({
    category,
    features: catalogue.filter(feature => feature.category === category),
  }))
  return `${[introduction, contents(groups), ...groups.map(section)].join('\n\n')}\n`
}

interface Group {
  category: FeatureCategory
  features: Feature[]
}

const introduction = `<!-- Made from the catalogue in packages/manuscript/src/features by \`npm run docs:features\`. Do not edit. -->

# Features

What MyST offers and Octavo reads: ${catalogue.length} features. Name those a book should use in its brief:

\`\`\`yaml
features: [note, exercise, list-table, "Sequence diagram"]
\`\`\`

A name may be an id or a name of this page, or the name of the directive or role, in any case, with spaces, hyphens or
underscores, in the singular or plural. An audit counts every use with its line and column. It reads the page as MyST
does: what stands in code, in comments or in HTML is no use.

Directives may be fenced with backticks or colons. Options count where their directive begins.`

function contents(groups: Group[]): string {
  return ['| category | features |', '|---|---|', ...groups.map(row)].join('\n')
}

const row = ({ category, features }: Group) =>
  `| [${category}](#${category}) | ${features.map(({ id }) => `\`${id}\``).join(', ')} |`

function section({ category, features }: Group): string {
  return [`## ${category}`, ...features.map(entry)].join('\n\n')
}

function entry({ id, name, importance, explanation, example, includes }: Feature): string {
  const without = includes.length === 0 ? '' : ` Comes with ${includes.map(other => `\`${other}\``).join(', ')}.`
  return `### ${name}\n\n\`${id}\`, ${importance}. ${explanation}${without}\n\n${fenced(example)}`
}

/** An example as code, in a fence longer than any in it. */
function fenced(example: string): string {
  const longest = Math.max(2, ...[...example.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}markdown\n${example}\n${fence}`
}
