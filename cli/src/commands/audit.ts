import { readFile, stat, writeFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import {
  type BookAudit,
  isRule,
  type RuleId,
  rules,
  type Severity,
  type StyleWord,
  severities,
  toSarif,
} from '@octavo/manuscript'
import { auditFolder } from '../audit/audit-folder.ts'
import { printAudit } from '../audit/print-audit.ts'
import { tryLinks } from '../audit/try-links.ts'
import { type CommandContext, type ExitWith, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface AuditCommandOptions {
  sarif?: string
  links?: boolean
  failOn: Severity | 'never'
  rule?: string[]
  silence?: string[]
  style?: string
}

/**
 * Audits a book in a folder or, where there is no such folder, the book of that name in Octavo. Exit code 1 when there are findings as severe as `failOn` asks or more, 2 when it was
 * misused.
 */
export async function audit(
  context: CommandContext,
  exitWith: ExitWith,
  target: string,
  options: AuditCommandOptions,
): Promise<void> {
  if (options.sarif === '-' && context.terminal.json)
    throw new Failure('--json and --sarif - both want standard output.', 'Give --sarif a file.', { exitCode: 2 })
  const only = rulesOf(options.rule)
  const silenced = rulesOf(options.silence)
  const styleWords = options.style === undefined ? undefined : await readStyleWords(options.style)
  // SARIF on standard output takes the place of the report.
  const terminal = options.sarif === '-' ? silent(context.terminal) : context.terminal
  const isBook = !(await isFolder(target))
  if (isBook && (only || silenced || styleWords)) {
    throw new Failure(
      `There is no folder ${target}; and a book in Octavo is judged by its own settings.`,
      'Leave out --rule, --silence and --style, or name a folder.',
      { exitCode: 2 },
    )
  }
  const { audit, passedOver } = isBook
    ? { audit: await auditBook(context, target, options), passedOver: [] }
    : await auditFolder(resolve(target), {
        ...(only && { only }),
        ...(silenced && { silenced }),
        ...(styleWords && { styleWords }),
        ...(options.links && { tryLinks: urls => tryLinks(terminal, urls) }),
      })
  const where = isBook || target === '.' ? '' : `${target.replace(/[\\/]+$/, '')}/`
  printAudit(terminal, audit, where, passedOver)
  if (options.sarif !== undefined) await writeSarif(audit, options.sarif, target)
  const limit = options.failOn === 'never' ? -1 : severities.indexOf(options.failOn)
  const findings = [audit, ...audit.pages].flatMap(one => one.findings)
  if (findings.some(({ severity }) => severities.indexOf(severity) <= limit)) exitWith(1)
}

function auditBook(context: CommandContext, name: string, { links = false }: AuditCommandOptions): Promise<BookAudit> {
  return withConnection(context, async ({ api }) => {
    const { auditStored } = await import('../audit/audit-stored.ts')
    return auditStored(api, name, { links })
  })
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) return false
    throw error
  }
}

/** Rules as they are given: one or several at a time, with commas between. */
function rulesOf(given: string[] | undefined): RuleId[] | undefined {
  return given
    ?.flatMap(text => text.split(/\s*,\s*/).filter(Boolean))
    .map(id => {
      if (isRule(id)) return id
      throw new Failure(`There is no rule "${id}".`, `There are: ${Object.keys(rules).join(', ')}`, { exitCode: 2 })
    })
}

/** A style guide: a word or /pattern/ a line, and after an arrow what to write instead. Lines with # are remarks. */
async function readStyleWords(path: string): Promise<StyleWord[]> {
  const lines = (await readFile(path, 'utf8')).split(/\r\n?|\n/)
  return lines.flatMap(line => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return []
    const [word = '', instead = ''] = line.split(/\s+(?:->|→)\s+/).map(part => part.trim())
    return { word, ...(instead && { instead }) }
  })
}

async function writeSarif(audit: BookAudit, file: string, target: string): Promise<void> {
  // Whoever shows it looks for the files from where the command ran.
  const path = relative('.', target)
  const under = path === '' || path.startsWith('..') ? '' : `${path.split(sep).join('/')}/`
  const { octavoVersion } = await import('../program/program.ts')
  const text = `${JSON.stringify(toSarif(audit, { version: octavoVersion, under }))}\n`
  if (file === '-') process.stdout.write(text)
  else await writeFile(file, text)
}

const silent = (terminal: Terminal): Terminal => ({ ...terminal, say: () => {}, emit: () => {} })
