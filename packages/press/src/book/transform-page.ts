import { parsePage } from '@octavo/manuscript/pages'
import { type GenericNode, type GenericParent, liftChildren, transferTargetAttrs } from 'myst-common'
import {
  abbreviationTransform,
  admonitionBlockquoteTransform,
  admonitionHeadersTransform,
  basicTransformations,
  blockNestingTransform,
  blockquoteTransform,
  captionParagraphTransform,
  containerChildrenTransform,
  footnotesTransform,
  glossaryTransform,
  headingDepthTransform,
  headingLabelTransform,
  htmlTransform,
  imageAltTextTransform,
  inlineCodeFlattenTransform,
  inlineMathSimplificationTransform,
  mathLabelTransform,
  mathNestingTransform,
  mystTargetsTransform,
  reconstructHtmlTransform,
} from 'myst-transforms'
import type { Messages } from './messages.ts'
import { nodesOf } from './nodes-of.ts'

/**
 * Makes of a parsed page what all targets share: directives and roles are what they stand for, headings begin at 2 and
 * run without jumps, formulas have their labels, definitions and footnotes their names.
 */
export function transformPage(tree: GenericParent, messages: Messages, abbreviations: Record<string, string>): void {
  const before = nodesOf(tree)
  if (before.has('html', 'htmlInline')) {
    reconstructHtmlTransform(tree)
    htmlTransform(tree, { htmlHandlers })
  }
  if (before.has('block', 'div') || before.gated) basicTransformations(tree, messages, options)
  else basicsWhereNeeded(tree, messages)
  const after = nodesOf(tree)
  inlineMathSimplificationTransform(after.only('inlineMath'), { replaceSymbol: false })
  if (after.has('glossary')) glossaryTransform(tree, messages)
  abbreviationTransform(tree, { abbreviations })
  if (after.has('footnoteDefinition', 'footnoteReference')) footnotesTransform(tree, messages)
}

const options = { parser: (text: string) => parsePage(text).tree, firstDepth: 2 }

type HtmlHandlers = NonNullable<Parameters<typeof htmlTransform>[1]>['htmlHandlers']

const htmlHandlers: HtmlHandlers = { comment: (h, node) => ({ ...h(node, 'comment'), value: node.value }) }

/**
 * What `basicTransformations` of myst-transforms does, in its order. There, each of some twenty steps searches the whole
 * tree for its nodes, which takes longer than parsing; here one walk finds them for all, steps without any are left out,
 * and steps that change nothing but their nodes are given these alone.
 */
function basicsWhereNeeded(tree: GenericParent, messages: Messages): void {
  liftDirectivesAndRoles(tree)
  let nodes = nodesOf(tree)
  if (nodes.has('mystTarget')) mystTargetsTransform(tree, messages)
  if (nodes.has('caption')) captionParagraphTransform(tree)
  for (const code of nodes.of('code')) {
    if (code.lang !== 'math' && code.lang !== 'mermaid') continue
    code.type = code.lang
    delete code.lang
  }
  nodes = nodesOf(tree)
  if (nodes.of('paragraph').some(({ children }) => children?.some(({ type }) => type === 'math'))) {
    mathNestingTransform(tree, messages)
    nodes = nodesOf(tree)
  }
  mathLabelTransform(nodes.only('math'), messages)
  mathLabelTransform(nodes.only('inlineMath'), messages)
  for (const { children = [] } of nodes.of('mathGroup')) {
    for (const child of children) if (child.type === 'math') child.kind = 'subequation'
  }
  headingLabelTransform(nodes.only('heading'))
  if (nodes.has('blockquote')) admonitionBlockquoteTransform(tree)
  if (nodes.has('admonition', 'blockquote')) admonitionHeadersTransform(tree)
  blockNestingTransform(tree)
  const containers = nodes.has('container')
  if (containers) containerChildrenTransform(tree, messages)
  uniqueHtmlIds(tree)
  if (containers) imageAltTextTransform(tree)
  if (nodes.has('blockquote')) blockquoteTransform(tree)
  nodes = nodesOf(tree)
  for (const text of nodes.of('text')) text.value = text.value?.replace(unprintable, '')
  headingDepthTransform(nodes.only('heading'), messages, options)
  inlineCodeFlattenTransform(nodes.only('inlineCode'), messages)
}

/** Control characters that PDFs leave in copied text (the list of `removeUnicodeTransform`). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unprintable = /[\u0003\u0007\b]/g

/** As `liftMystDirectivesAndRolesTransform`. */
function liftDirectivesAndRoles(tree: GenericParent): void {
  const nodes = nodesOf(tree)
  if (!nodes.has('mystDirective', 'mystRole')) return
  for (const node of [...nodes.of('mystDirective'), ...nodes.of('mystRole')]) {
    const child = node.children?.[0]
    if (!child) continue
    if (child.identifier) {
      delete node.identifier
      delete node.label
      delete node.html_id
    }
    transferTargetAttrs(node, child)
  }
  liftChildren(tree, 'mystDirective')
  liftChildren(tree, 'mystRole')
}

/** As `htmlIdsTransform`. */
function uniqueHtmlIds(tree: GenericParent): void {
  const taken = new Set<string>()
  const walk = (node: GenericNode) => {
    const id = node.html_id
    if (id) {
      for (let count = 1; taken.has(node.html_id!); count++) node.html_id = `${id}-${count}`
      taken.add(node.html_id!)
    }
    for (const child of node.children ?? []) walk(child)
  }
  walk(tree)
}
