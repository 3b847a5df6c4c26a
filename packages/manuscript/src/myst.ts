import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { DirectiveContext, DirectiveSpec, GenericNode, GenericParent, RoleSpec } from 'myst-common'
import { exerciseDirectives } from 'myst-ext-exercise'
import { gridDirectives } from 'myst-ext-grid'
import { proofDirective } from 'myst-ext-proof'
import { tabDirectives } from 'myst-ext-tabs'
import { defaultOptions, tokensToMyst } from 'myst-parser'
import { SKIP, visit } from 'unist-util-visit'
import { VFile } from 'vfile'
import { rules } from './audit/rules.ts'
import { boundedCardDirective } from './card.ts'
import { placedCsvTableDirective } from './csv-table.ts'
import { arrangeParagraphs } from './paragraphs.ts'
import { splitOnce } from './tokenizer/split-once.ts'
import { asNew, beyond, boundedTokenizer, limits } from './tokenizer/tokenizer.ts'
import { walk } from './walk.ts'

const extensions = [boundedCardDirective, ...gridDirectives, proofDirective, ...exerciseDirectives, ...tabDirectives]

// What mystParse is made of. myst-parser does not export these two, and mystParse makes a tokenizer of its own for each
// text, which cannot be bounded.
const within = pathToFileURL(createRequire(import.meta.url).resolve('myst-parser'))
const { applyDirectives } = (await import(new URL('directives.js', within).href)) as {
  applyDirectives(tree: GenericParent, specs: DirectiveSpec[], file: VFile, context: DirectiveContext): void
}
const { applyRoles } = (await import(new URL('roles.js', within).href)) as {
  applyRoles(tree: GenericParent, specs: RoleSpec[], file: VFile): void
}

/** Every directive Octavo knows. */
export const directives = [
  ...defaultOptions.directives.map(directive => (directive.name === 'csv-table' ? placedCsvTableDirective : directive)),
  ...extensions,
]
const tokenize = asNew(boundedTokenizer({ markdownit: { ...defaultOptions.markdownit, linkify: true } }))

/**
 * Parses a page of MyST with every directive Octavo knows. `file.messages` holds what the parser objects to. Takes time
 * in proportion to the length of the text, whatever it holds: what exceeds `limits` of the tokenizer is plain text.
 */
export function parseMyst(text: string): { tree: GenericParent; file: VFile } {
  const file = new VFile()
  const tree = parse(text.replace(/^\uFEFF/, ''), file, { left: limits.parsedApart, depth: 0 })
  inheritPositions(tree)
  return { tree, file }
}

interface Apart {
  /** Texts directives may still parse on their own. */
  left: number
  depth: number
}

function parse(text: string, file: VFile, apart: Apart): GenericParent {
  const tokens = tokenize(text, { vfile: file })
  for (const token of tokens) {
    const limit = beyond(token)
    if (limit) file.message(rules[limit].explanation, { place: { line: token.map![0] + 1, column: 1 }, ruleId: limit })
  }
  // myst-parser names other versions of the same types.
  const tree = tokensToMyst(splitOnce(text), tokens as Parameters<typeof tokensToMyst>[1], {
    listItemParagraphs: false,
    hoistSingleImagesOutofParagraphs: false,
  }) as GenericParent
  arrangeParagraphs(tree)
  applyDirectives(tree, directives, file, {
    parseMyst(source, offset = 0) {
      if (apart.left-- <= 0 || apart.depth >= limits.parsedApartDepth) {
        file.message(rules['too-much-markup'].explanation, {
          place: { line: offset + 1, column: 1 },
          ruleId: 'too-much-markup',
        })
        // The directive takes this for a mistake in its body, and leaves that out.
        throw new RangeError(rules['too-much-markup'].explanation)
      }
      apart.depth++
      const part = parse(source, file, apart)
      apart.depth--
      walk(part, node => {
        if (!node.position) return
        node.position.start.line += offset
        node.position.end.line += offset
      })
      return part
    },
  })
  applyRoles(tree, defaultOptions.roles, file)
  dropStrayFootnotes(tree)
  return tree
}

/**
 * Takes out footnotes nothing refers to any more: the parser reads what directives for code hold as MyST before they
 * make code of it, and keeps the footnotes of that.
 */
function dropStrayFootnotes(tree: GenericParent): void {
  // They stand at the end: of the page, or of its last block.
  const last = tree.children.at(-1)
  const parent = last?.type === 'block' && !last.kind ? last : tree
  const definitions = parent.children?.filter(node => node.type === 'footnoteDefinition') ?? []
  if (definitions.length === 0) return
  const byIdentifier = Map.groupBy(definitions, node => node.identifier)
  const used = new Set<GenericNode>()
  const follow = (node: GenericNode) =>
    visit(node, (child: GenericNode) => {
      if (child.type === 'footnoteDefinition' && child !== node) return SKIP
      if (child.type !== 'footnoteReference') return
      for (const definition of byIdentifier.get(child.identifier) ?? []) used.add(definition)
    })
  follow(tree)
  // A set hands out what is added to it on the way: footnotes that stand in footnotes.
  for (const definition of used) follow(definition)
  parent.children = parent.children!.filter(node => node.type !== 'footnoteDefinition' || used.has(node))
}

// What a directive makes has no position of its own; that of the directive is the nearest a message can point to.
function inheritPositions(node: GenericNode, inherited?: GenericNode['position']): void {
  node.position ??= inherited
  for (const child of node.children ?? []) inheritPositions(child, node.position)
}
