import { directives, type ParsedPage, parsePage, resolvePath, walk } from '@octavo/manuscript/pages'
import { type GenericNode, type GenericParent, normalizeLabel, toText } from 'myst-common'
import { getFrontmatter, includeDirectiveTransform } from 'myst-transforms'
import { visit } from 'unist-util-visit'
import type { BookProblem } from './bound-book.ts'
import { lineOf } from './bound-book.ts'
import { messagesIn } from './messages.ts'
import { nodesOf } from './nodes-of.ts'
import type { BookFiles } from './press-book.ts'
import { nameExercises, namePlacesOfIndex } from './stable-names.ts'
import { transformPage } from './transform-page.ts'

/** A page as its text alone makes it: nothing of other pages is in it yet. */
export interface ReadPage {
  tree: GenericParent
  frontMatter: FrontMatter
  /** The title as it is written at the top of the page, with its markup. */
  titleNodes?: GenericNode[]
  /** The first heading of a page that has no title: it stays where it is. */
  headingTitle?: string
  /** Whether other files are included in it. */
  includes: boolean
  /** Names by which others refer to the page. */
  identifiers: string[]
  problems: BookProblem[]
}

/** What the press takes of a page's front matter. */
export interface FrontMatter {
  title?: string
  subtitle?: string
  shortTitle?: string
  description?: string
}

/** What of the book a page is read with. */
export interface PageSurroundings {
  files: BookFiles
  abbreviations: Record<string, string>
}

const known = new Set(directives.flatMap(({ name, alias }) => [name, ...[alias ?? []].flat()]))

/**
 * Parses a page and makes of it what all targets share: directives and roles are what they stand for, included files are
 * in it, headings begin at 2 and run without jumps. `file` is its path in the book.
 */
export async function readPressPage(
  file: string,
  text: string,
  { files, abbreviations }: PageSurroundings,
): Promise<ReadPage> {
  const problems: BookProblem[] = []
  const parsed = parsePage(text)
  keepUnknown(parsed, file, problems)
  const tree = parsed.tree
  nameExercises(tree)
  const messages = messagesIn(parsed.file)
  walk(tree, node => {
    if (node.type !== 'tableCell') return
    // A cell that holds `#` reads as a heading, and would be numbered and listed as one.
    for (const child of node.children ?? []) if (child.type === 'heading') asParagraph(child)
  })
  const top = firstHeading(tree)
  const title = top && structuredClone(top.children)
  const { frontmatter, identifiers } = getFrontmatter(messages, tree)
  const own = frontmatter as Record<string, unknown>
  const includes = nodesOf(tree).has('include')
  const included: Parameters<typeof includeDirectiveTransform>[3] = {
    sourceFile: file,
    sourcePath: file,
    resolveFile: path => {
      const resolved = resolvePath(file, path)
      return resolved !== undefined && files.has(resolved) ? resolved : undefined
    },
    loadFile: async path => new TextDecoder().decode(await files.read(path)),
    parseContent: async (path, content) => {
      const part = parsePage(content)
      keepUnknown(part, path, problems)
      return { mdast: part.tree, frontmatter: getFrontmatter(messagesIn(part.file), part.tree).frontmatter }
    },
  }
  if (includes) await includeDirectiveTransform(tree, frontmatter, messages, included)
  transformPage(tree, messages, { ...abbreviations, ...stringsOf(own.abbreviations) })
  namePlacesOfIndex(tree)
  inheritPositions(tree)
  walk(tree, node => {
    // A formula nobody can refer to needs no number.
    if (node.type !== 'math' && node.type !== 'mathGroup') return
    if (node.enumerated === undefined && node.identifier === undefined) node.enumerated = false
  })
  const label = typeof own.label === 'string' ? normalizeLabel(own.label)?.identifier : undefined
  const titled = own.content_includes_title !== true
  const page: ReadPage = {
    tree,
    includes,
    ...(!titled && { headingTitle: String(own.title) }),
    frontMatter: {
      ...(titled && own.title != null && { title: String(own.title) }),
      ...(own.subtitle != null && { subtitle: String(own.subtitle) }),
      ...(own.short_title != null && { shortTitle: String(own.short_title) }),
      ...(own.description != null && { description: String(own.description) }),
    },
    identifiers: [...(identifiers ?? []), ...(label ? [label] : [])],
    problems,
  }
  if (title && toText(title) === page.frontMatter.title) page.titleNodes = title
  return page
}

/** Keeps what stands in directives and roles nobody knows: as code, so that a reader still sees it. */
function keepUnknown({ tree }: ParsedPage, file: string, problems: BookProblem[]): void {
  walk(tree, node => {
    if ((node.type !== 'mystDirective' && node.type !== 'mystRole') || node.children?.length) return
    const role = node.type === 'mystRole'
    if (role ? !node.value : known.has(node.name!) && !node.value) return
    problems.push({
      file,
      ...(lineOf(node) !== undefined && { line: lineOf(node) }),
      rule: role ? 'unknown-role' : 'unknown-directive',
      message: `{${node.name}} cannot be shown; its text is printed as it is. Mend or remove it`,
    } as BookProblem)
    const position = node.position
    node.children = [
      role
        ? { type: 'inlineCode', value: node.value!, ...(position && { position }) }
        : { type: 'code', value: [node.args, node.value].filter(Boolean).join('\n'), ...(position && { position }) },
    ]
  })
}

// What transforms make has no position of its own: what it stands in, or what stands before it, is the nearest a message
// can point to.
function inheritPositions(node: GenericNode, nearest?: GenericNode['position']): GenericNode['position'] {
  if (nearest) node.position ??= nearest
  let last = node.position
  // What is included has lines of another file; those of this page are all one can be led to.
  if (node.type === 'include' && last) return standAt(node, last)
  for (const child of node.children ?? []) last = inheritPositions(child, last) ?? last
  return node.type === 'root' ? undefined : (last ?? nearest)
}

function standAt(node: GenericNode, position: NonNullable<GenericNode['position']>): GenericNode['position'] {
  node.position = position
  for (const child of node.children ?? []) standAt(child, position)
  return position
}

function asParagraph(heading: GenericNode): void {
  if (!heading.children?.length) heading.children = [{ type: 'text', value: '#'.repeat(heading.depth) }]
  heading.type = 'paragraph'
  for (const field of ['depth', 'identifier', 'label', 'html_id', 'implicit', 'enumerated']) delete heading[field]
}

function firstHeading(tree: GenericParent): GenericNode | undefined {
  let first: GenericNode | undefined
  visit(tree, 'heading', (node: GenericNode) => {
    first ??= node
    return false
  })
  return first
}

function stringsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
