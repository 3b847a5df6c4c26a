import { parts } from './blocks.ts'
import { fenceProblems } from './fences.ts'
import { allFootnoteDefinitions, footnoteReferences } from './footnotes.ts'
import { parseMyst } from './myst.ts'
import { headingsIn, labelsIn } from './page.ts'
import type { Problem, Rule } from './problem.ts'

/**
 * What is wrong with a page of MyST, in the order of its lines. A clean page gives an empty list. Sees one page:
 * whether a reference or a link leads anywhere needs the whole book. `file` is passed on to each problem.
 */
export function checkMyst(text: string, { file: name }: { file?: string } = {}): Problem[] {
  const { tree, file } = parseMyst(text)
  const problems = [
    ...parserProblems(
      file.messages.filter(message => message.fatal !== undefined),
      text,
    ),
    ...fenceProblems(text),
    ...labelProblems(labelsIn(tree)),
    ...footnoteProblems(text),
    ...headingProblems(headingsIn(tree)),
  ]
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  return name === undefined ? problems : problems.map(problem => ({ ...problem, file: name }))
}

type Message = ReturnType<typeof parseMyst>['file']['messages'][number]

/** The parser places a role on the first line of its paragraph; the nth of that name is looked up in the text. */
function parserProblems(messages: Message[], text: string): Problem[] {
  const lines = text.split(/\r\n?|\n/)
  const paragraphs = new Map<number, Map<string, Place[]>>()
  return messages.map(message => {
    const problem = {
      rule: parserRule(message.ruleId ?? ''),
      message: message.reason,
      line: message.line ?? 1,
      column: message.column ?? 1,
    }
    if (problem.rule !== 'unknown-role') return problem
    const roles = paragraphs.get(problem.line) ?? rolesFrom(lines, problem.line - 1)
    paragraphs.set(problem.line, roles)
    const name = /: (\S+)$/.exec(message.reason)?.[1] ?? ''
    return { ...problem, ...roles.get(name)?.pop() }
  })
}

interface Place {
  line: number
  column: number
}

/** Where each role is spelled, by name, in the paragraph that begins on a line; the last first. */
function rolesFrom(lines: string[], from: number): Map<string, Place[]> {
  const roles = new Map<string, Place[]>()
  for (let line = from; line < lines.length && lines[line]!.trim() !== ''; line++) {
    for (const { 1: name = '', index } of lines[line]!.matchAll(/\{([\w:-]+)\}/g)) {
      const places = roles.get(name) ?? []
      roles.set(name, places)
      places.push({ line: line + 1, column: index + 1 })
    }
  }
  for (const places of roles.values()) places.reverse()
  return roles
}

/** Our rule for one of mystmd's (myst-common, src/ruleids.ts). */
function parserRule(id: string): Rule {
  if (id === 'nesting-too-deep' || id === 'directive-too-large' || id === 'too-much-markup') return id
  if (id === 'directive-known') return 'unknown-directive'
  if (id === 'role-known') return 'unknown-role'
  if (id.startsWith('directive-')) return 'directive-use'
  return id.startsWith('role-') ? 'role-use' : 'syntax'
}

function labelProblems(labels: ReturnType<typeof labelsIn>): Problem[] {
  const first = new Map<string, number>()
  return labels.flatMap(({ label, identifier, line }) => {
    const before = first.get(identifier)
    if (before === undefined) {
      first.set(identifier, line)
      return []
    }
    return [
      {
        rule: 'duplicate-label',
        message: `the label "${label}" already stands on line ${before}. Give one of them another name`,
        line,
        column: 1,
      },
    ]
  })
}

function footnoteProblems(text: string): Problem[] {
  const page = parts(text, 'page')
  const definitions = allFootnoteDefinitions(page)
  const references = footnoteReferences(page)
  const defined = new Map<string, number>()
  const used = new Set(references.map(reference => reference.identifier))
  const problems: Problem[] = []
  const report = (rule: Rule, line: number, message: string) =>
    problems.push({ rule, message, line: line + 1, column: 1 })
  for (const { identifier, start } of definitions) {
    const before = defined.get(identifier)
    if (before !== undefined)
      report(
        'duplicate-footnote',
        start,
        `the footnote "${identifier}" is already defined on line ${before + 1}. Rename or remove one`,
      )
    else if (!used.has(identifier))
      report(
        'unused-footnote',
        start,
        `nothing refers to the footnote "${identifier}". Refer to it with [^${identifier}] or remove it`,
      )
    defined.set(identifier, before ?? start)
  }
  for (const { identifier, line } of references) {
    if (!defined.has(identifier))
      report(
        'undefined-footnote',
        line,
        `the footnote "${identifier}" is not defined. Add [^${identifier}]: with its text, or remove the reference`,
      )
  }
  return problems
}

function headingProblems(headings: ReturnType<typeof headingsIn>): Problem[] {
  return headings.flatMap(({ depth, line }, index) => {
    const above = headings[index - 1]
    if (!above || depth <= above.depth + 1) return []
    return [
      {
        rule: 'heading-jump',
        message: `a heading of level ${depth} follows one of level ${above.depth}. Make it level ${above.depth + 1}, or add the level between`,
        line,
        column: 1,
      },
    ]
  })
}
