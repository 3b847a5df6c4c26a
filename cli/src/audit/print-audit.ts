import { type BookAudit, byPlace, type Finding, type Severity, severities } from '@octavo/manuscript'
import { count, counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'

const colors = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<Severity, string>

/**
 * Prints an audit for people: by page, each finding with a place editors and terminals can open, and what it comes to. For
 * programs: one `finding` a line, then one `page` for each, then the `audit`. `where` is put before each path.
 */
export function printAudit(terminal: Terminal, audit: BookAudit, where: string, passedOver: readonly string[]): void {
  const everywhere = audit.findings.map(finding => ({ file: '', ...finding }))
  const groups = Map.groupBy(everywhere, finding => finding.file)
  for (const { file, findings } of audit.pages)
    if (findings.length > 0) groups.set(file, [...(groups.get(file) ?? []), ...findings.map(one => ({ file, ...one }))])
  for (const [file, findings] of groups) {
    for (const finding of findings) terminal.emit('finding', { ...finding })
    terminal.say(terminal.style('bold', file === '' ? 'The whole book' : printable(where + file)))
    for (const finding of findings.toSorted(byPlace)) terminal.say(`  ${lineOf(terminal, finding, where)}`)
    terminal.say()
  }
  for (const { file, words, score, counts, silenced } of audit.pages)
    terminal.emit('page', { file, words, score, counts, silenced })
  const { score, words, counts, features, silenced } = audit
  terminal.emit('audit', { score, words, pages: audit.pages.length, counts, features, silenced, passedOver })
  summarize(terminal, audit, passedOver)
}

function lineOf(terminal: Terminal, { file, line, column, severity, message, rule }: Finding, where: string): string {
  const place = file ? `${printable(where + file)}:${line}:${column}` : ''
  const mark = terminal.style(colors[severity], severity)
  return [place, mark, printable(message), terminal.style('dim', rule)].filter(Boolean).join('  ')
}

/** Without what a page could make a terminal do. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')

function summarize(terminal: Terminal, audit: BookAudit, passedOver: readonly string[]): void {
  const { pages, words, counts, features, score } = audit
  const found = severities.flatMap(severity => (counts[severity] > 0 ? countOf(severity, counts[severity]) : []))
  const findings = found.length > 0 ? found.join(', ') : 'nothing found'
  terminal.say(`${counted(pages.length, 'page')}, ${counted(words, 'word')}: ${findings}.`)
  if (features.wanted > 0) terminal.say(`${features.found} of ${features.wanted} required features are there.`)
  const quiet = Object.entries(audit.silenced)
  if (quiet.length > 0) {
    const sum = quiet.reduce((total, [, each]) => total + each, 0)
    terminal.say(
      `${counted(sum, 'finding')} silenced: ${quiet.map(([rule, each]) => `${count(each)} ${rule}`).join(', ')}.`,
    )
  }
  if (passedOver.length > 0) terminal.say(`Not read: ${passedOver.join(', ')}.`)
  terminal.say(terminal.style('bold', `Score ${score} of 100`))
}

const countOf = (severity: Severity, amount: number) =>
  severity === 'info' ? `${count(amount)} info` : counted(amount, severity)
