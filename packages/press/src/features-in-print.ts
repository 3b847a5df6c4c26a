import { catalogue, type Feature, featureCategories } from '@octavo/manuscript'
import { bindBook } from './book/bind-book.ts'
import type { BookNode } from './book/nodes.ts'
import { equation } from './docx/math.ts'
import { degradation as inHtml } from './html/index.ts'
import { bookOf } from './testing.ts'

/** How a form shows what it cannot show as it is meant, in words that go on after "is shown as". */
type Degradation = (node: BookNode) => string | undefined

const site = { epub: false, interactive: true }
const paper: Degradation = node => (node.type === 'raw' ? undefined : inHtml(node, { epub: true, interactive: false }))

const forms: Record<string, Degradation> = {
  site: node => inHtml(node, site),
  EPUB: node => inHtml(node, { epub: true, interactive: false }),
  PDF(node) {
    if (node.type === 'raw') return node.lang === 'typst' ? undefined : 'nothing: it is for another form'
    return node.type === 'abbreviation' ? 'its letters alone' : paper(node)
  },
  DOCX(node) {
    if (node.type === 'math' || node.type === 'inlineMath') return equation(String(node.value)) ? undefined : 'its TeX'
    if (node.type === 'raw') return 'nothing: it is for another form'
    if (node.type === 'abbreviation') return 'its letters alone'
    if (node.type === 'grid') return 'at most two columns'
    if (node.type === 'index') return 'links without page numbers'
    return paper(node)
  },
  Markdown(node) {
    switch (node.type) {
      case 'raw':
        return 'nothing: it is for another form'
      case 'abbreviation':
      case 'smallcaps':
        return 'its letters alone'
      case 'details':
      case 'aside':
      case 'card':
      case 'proof':
      case 'exercise':
      case 'solution':
        return 'a quote with its title in bold'
      case 'grid':
        return 'one below the other'
      case 'tabSet':
        return 'one below the other, each under its title'
      case 'definitionList':
        return 'terms in bold, each with a quote'
      case 'tableCell':
        return node.rowspan || node.colspan ? 'cells that do not span' : undefined
      case 'code':
        return node.showLineNumbers || node.emphasizeLines ? 'code without numbers and marks' : undefined
      case 'mermaid':
        return undefined
      case 'link':
        return undefined
      default:
        return paper(node)
    }
  },
}

/** `docs/features-in-print.md`: how each form shows each feature of the catalogue. */
export async function featuresInPrint(): Promise<string> {
  const rows = new Map<Feature['category'], string[]>(featureCategories.map(category => [category, []]))
  for (const feature of catalogue) rows.get(feature.category)!.push(await row(feature))
  const head = `| feature | ${Object.keys(forms).join(' | ')} |\n|---|${'---|'.repeat(Object.keys(forms).length)}`
  const sections = featureCategories.map(
    category => `## ${category[0]!.toUpperCase()}${category.slice(1)}\n\n${head}\n${rows.get(category)!.join('\n')}`,
  )
  return `${[introduction, ...sections].join('\n\n')}\n`
}

const introduction = `<!-- Made from the catalogue of features and the press by \`npm run docs:features\`. Do not edit. -->

# Features in print

How each form of a book shows each of the ${catalogue.length} [features](features.md): ✓ as it is meant, else what it is shown as. The
page of HTML is as the site, but has no files to download. JSON holds everything as it is.`

async function row({ id, name, example }: Feature): Promise<string> {
  const files = Object.fromEntries(
    [...example.matchAll(/[\w/-]+\.(?:png|jpe?g|svg|py|md|csv|mp4)/g)].map(([path]) => [path, 'x']),
  )
  const book = await bindBook(bookOf([`# A page\n\n${example}`], { files }))
  const nodes = book.pages.flatMap(page => [...all(page.children)])
  const cells = Object.values(forms).map(form => {
    const shown = new Set(nodes.map(form).filter(how => how !== undefined))
    return shown.size === 0 ? '✓' : [...shown].join('; ')
  })
  return `| ${name} \`${id}\` | ${cells.join(' | ')} |`
}

function* all(nodes: readonly BookNode[]): Generator<BookNode> {
  for (const node of nodes) {
    yield node
    yield* all(node.children ?? [])
  }
}
