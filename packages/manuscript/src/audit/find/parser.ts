import type { VFile } from 'vfile'
import { type Finding, finding, type Spot } from '../finding.ts'
import type { Reading } from '../reading.ts'
import type { RuleId } from '../rules.ts'

type Message = VFile['messages'][number]

/** What to do about it, where the parser only says what it met. */
const remedies: Partial<Record<RuleId, string>> = {
  'unknown-directive': 'Check its spelling, or use one that exists',
  'unknown-role': 'Check its spelling, or write its text without it',
}

/** What the parser objects to. Its hints, which change nothing on the page, are left out. */
export function parserFindings({ page, source }: Reading): Finding[] {
  const paragraphs = new Map<number, Map<string, Spot[]>>()
  return page.file.messages
    .filter(message => message.fatal !== undefined)
    .map(message => {
      const rule = ruleOf(message)
      const line = message.line ?? 1
      return finding(rule, spotOf(message, rule, line), messageOf(message, rule))
    })

  // The parser places a role on the first line of its paragraph; the nth of that name is looked up in the text.
  function spotOf(message: Message, rule: RuleId, line: number): Spot {
    if (rule !== 'unknown-role') return source.whole(line)
    const roles = paragraphs.get(line) ?? rolesFrom(source.lines, line - 1)
    paragraphs.set(line, roles)
    return roles.get(/: (\S+)$/.exec(message.reason)?.[1] ?? '')?.pop() ?? source.whole(line)
  }
}

function messageOf({ reason }: Message, rule: RuleId): string {
  const option = /^unexpected option "[^"]+"/.test(reason)
  const remedy = option ? 'Check its spelling, or remove it' : remedies[rule]
  return remedy ? `${reason}. ${remedy}` : reason
}

/** Where each role is spelled, by name, in the paragraph that begins on a line; the last first. */
function rolesFrom(lines: readonly string[], from: number): Map<string, Spot[]> {
  const roles = new Map<string, Spot[]>()
  for (let line = from; line < lines.length && lines[line]!.trim() !== ''; line++) {
    for (const { 0: written, 1: name = '', index } of lines[line]!.matchAll(/\{([\w:-]+)\}/g)) {
      const spots = roles.get(name) ?? []
      roles.set(name, spots)
      const column = index + 1
      spots.push({ line: line + 1, column, endLine: line + 1, endColumn: column + written.length })
    }
  }
  for (const spots of roles.values()) spots.reverse()
  return roles
}

/** Our rule for one of mystmd's (myst-common, src/ruleids.ts). */
function ruleOf({ ruleId = '' }: Message): RuleId {
  if (ruleId === 'nesting-too-deep' || ruleId === 'directive-too-large' || ruleId === 'too-much-markup') return ruleId
  if (ruleId === 'directive-known') return 'unknown-directive'
  if (ruleId === 'role-known') return 'unknown-role'
  if (ruleId?.startsWith('directive-')) return 'directive-use'
  return ruleId?.startsWith('role-') ? 'role-use' : 'syntax'
}
