import type { Log, ReportingDescriptor, Result } from 'sarif'
import type { BookAudit } from './audit-book.ts'
import type { Finding, Severity } from './finding.ts'
import { type RuleId, rules } from './rules.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, Result.level>
const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * The findings of an audit as SARIF 2.1.0 (OASIS, errata 01), which shows them beside the lines of a pull request. Paths
 * are relative to the folder of the book; `under` is put before them where that is not the root of the repository.
 */
export function toSarif(audit: BookAudit, { version, under = '' }: { version: string; under?: string }): Log {
  const findings = [...audit.findings, ...audit.pages.flatMap(page => page.findings)]
  const used = [...new Set(findings.map(({ rule }) => rule))].sort()
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Octavo', semanticVersion: version, rules: used.map(describe) },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(finding => resultOf(finding, used.indexOf(finding.rule), under)),
        properties: { score: audit.score, words: audit.words, silenced: audit.silenced },
      },
    ],
  }
}

function describe(id: RuleId): ReportingDescriptor {
  const { severity, explanation } = rules[id]
  return {
    id,
    shortDescription: { text: explanation },
    help: {
      text: `${explanation} Silence it for a block with the line "% octavo-ignore ${id}: your reason" above it.`,
    },
    defaultConfiguration: { level: levels[severity] },
  }
}

function resultOf(finding: Finding, ruleIndex: number, under: string): Result {
  const { rule, severity, message, file } = finding
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    ...(file !== undefined && { locations: [{ physicalLocation: locationOf(finding, under + file) }] }),
  }
}

function locationOf({ line, column, endLine, endColumn }: Finding, path: string) {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
    region: {
      startLine: line,
      startColumn: column,
      ...(endLine !== undefined && { endLine }),
      ...(endColumn !== undefined && { endColumn }),
    },
  }
}
