import type { Octavo } from '../octavo.ts'

export interface PersonName {
  name: string
  avatarUrl: string | null
}

/** Names and pictures of people whose ids the caller has just read in rows he may see. */
export async function namesOf(octavo: Octavo, userIds: readonly string[]): Promise<Map<string, PersonName>> {
  if (userIds.length === 0) return new Map()
  const reason = 'name those who share a book: a person’s own transaction shows only teammates of an organization'
  const people = await octavo.database.asService(reason, tx =>
    tx
      .selectFrom('identity.profiles')
      .select(['user_id', 'name', 'avatar_url'])
      .where('user_id', 'in', [...new Set(userIds)])
      .execute(),
  )
  return new Map(people.map(person => [person.user_id, { name: person.name, avatarUrl: person.avatar_url }]))
}
