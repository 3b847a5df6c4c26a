import type { AuditEntry } from './team.ts'

type Say = (details: Record<string, unknown>, name: string) => string

const at = (details: Record<string, unknown>, key: string): string => String(details[key] ?? '')

/** What somebody did, as it goes on after their name. */
const words: Record<string, Say> = {
  'organization.founded': () => 'founded the organization',
  'member.joined': details => `joined ${details.bookId ? 'one book ' : ''}as ${at(details, 'role')}`,
  'member.left': details => `left, who was ${at(details, 'role')}`,
  'member.removed': (details, name) => `removed ${name}, who was ${at(details, 'role')}`,
  'member.role_changed': (details, name) => `made ${name} ${at(details, 'to')}, who was ${at(details, 'from')}`,
  'invitation.created': details => `invited ${at(details, 'email')} as ${at(details, 'role')}`,
  'invitation.revoked': details => `revoked the invitation of ${at(details, 'email')}`,
  'collaborator.changed': (_, name) => `changed what ${name} may do in one book`,
  'provider_key.stored': (details, name) =>
    `stored a key of ${name}${details.lastFour ? ` ending in ${at(details, 'lastFour')}` : ''}`,
  'provider_key.deleted': (_, name) => `deleted the key of ${name}`,
  'connection.stored': () => 'stored a connection to publish by',
  'connection.removed': () => 'removed a connection to publish by',
  'destination.removed': () => 'removed a place to publish to',
  'book.published': () => 'published a book',
  'budget.set': details =>
    details.amount === null ? 'took the monthly budget away' : `set the monthly budget to $${at(details, 'amount')}`,
  'subscription.changed': () => 'changed the plan',
}

/** An entry of the trail in words, after the name of who acted. Acts we have no words for are named as they are. */
export function auditWords({ action, subject, details }: AuditEntry, people: ReadonlyMap<string, string>): string {
  const name = people.get(subject) ?? (action.startsWith('provider_key') ? subject : 'somebody who is gone')
  return words[action]?.(details, name) ?? action.replaceAll(/[._]/g, ' ')
}
