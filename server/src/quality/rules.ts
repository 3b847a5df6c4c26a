import { z } from '@hono/zod-openapi'
import { isRule, type RuleId, rules, severities } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'

export const ruleView = z
  .object({ id: z.string(), severity: z.enum(severities), explanation: z.string() })
  .openapi('AuditRule')

/** Everything an audit can find. */
export function listRules(): z.infer<typeof ruleView>[] {
  return Object.entries(rules).map(([id, { severity, explanation }]) => ({ id, severity, explanation }))
}

/** The id of a rule. Throws rule_unknown. */
export function knownRule(rule: string): RuleId {
  if (isRule(rule)) return rule
  throw new OctavoError('rule_unknown', `There is no rule "${rule}". GET /v1/audit-rules lists them.`)
}
