import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import type { Role } from './organization-role.ts'

export type Experience = 'beginner' | 'intermediate' | 'experienced' | 'professional'
export type Mode = 'learning' | 'creator' | 'entertainment'
export type Tone = 'educational' | 'conversational' | 'opinionated' | 'authority'
export type Theme = 'dark' | 'light' | 'system'

export interface Profile {
  name: string
  avatarUrl: string | null
  bio: string | null
  website: string | null
  socialLinks: Record<string, string>
  genres: string[]
  goals: string | null
  experience: Experience | null
  mode: Mode
  onboardedAt: string | null
}

export interface Settings {
  defaultModel: string | null
  defaultWords: number
  requiredFeatures: string[]
  tone: Tone
  theme: Theme
  fontSize: number
  lineNumbers: boolean
  autosaveSeconds: number
  /** Mails that a long job has ended, and that somebody commented. */
  mailJobs: boolean
  mailComments: boolean
  timeZone: string
  language: string
}

export interface Me {
  id: string
  email: string
  emailVerified: boolean
  username: string | null
  createdAt: string
  lastSignInAt: string | null
  roles: string[]
  profile: Profile
  settings: Settings
  organizations: { id: string; name: string; slug: string; personal: boolean; role: Role }[]
}

/** Everything about the caller that a screen needs to begin with. */
export function getMe(octavo: Octavo, caller: Caller): Promise<Me> {
  return octavo.database.asUser(caller, tx => readMe(tx, caller.userId))
}

async function readMe(tx: Tx, userId: string): Promise<Me> {
  const user = await tx.selectFrom('auth.users').selectAll().where('id', '=', userId).executeTakeFirst()
  if (!user) throw new OctavoError('not_signed_in')
  const roles = await tx
    .selectFrom('identity.user_roles')
    .select('role')
    .where('user_id', '=', userId)
    .orderBy('role')
    .execute()
  const organizations = await tx
    .selectFrom('identity.members as m')
    .innerJoin('identity.organizations as o', 'o.id', 'm.organization_id')
    .select(['o.id', 'o.name', 'o.slug', 'o.personal', 'm.role'])
    .where('m.user_id', '=', userId)
    .orderBy('o.personal', 'desc')
    .orderBy('o.name')
    .execute()
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.email_verified,
    username: user.username,
    createdAt: user.created_at.toISOString(),
    lastSignInAt: user.last_sign_in_at?.toISOString() ?? null,
    roles: roles.map(({ role }) => role),
    profile: await readProfile(tx, userId),
    settings: await readSettings(tx, userId),
    organizations,
  }
}

async function readProfile(tx: Tx, userId: string): Promise<Profile> {
  const row = await tx
    .selectFrom('identity.profiles')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return {
    name: row.name,
    avatarUrl: row.avatar_url,
    bio: row.bio,
    website: row.website,
    socialLinks: row.social_links as Record<string, string>,
    genres: row.genres,
    goals: row.goals,
    experience: row.experience,
    mode: row.mode,
    onboardedAt: row.onboarded_at?.toISOString() ?? null,
  }
}

async function readSettings(tx: Tx, userId: string): Promise<Settings> {
  const row = await tx
    .selectFrom('identity.settings')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return {
    defaultModel: row.default_model,
    defaultWords: row.default_words,
    requiredFeatures: row.required_features,
    tone: row.tone,
    theme: row.theme,
    fontSize: row.font_size,
    lineNumbers: row.line_numbers,
    autosaveSeconds: row.autosave_seconds,
    mailJobs: row.mail_jobs,
    mailComments: row.mail_comments,
    timeZone: row.time_zone,
    language: row.language,
  }
}

/** What of an object is to change: undefined stays as it is. */
export type Change<T> = { [K in keyof T]?: T[K] | undefined }
export type ProfileChange = Change<Omit<Profile, 'onboardedAt'>>

/** Changes the caller's profile. */
export async function changeProfile(octavo: Octavo, caller: Caller, change: ProfileChange): Promise<Profile> {
  const { name, avatarUrl, bio, website, socialLinks, genres, goals, experience, mode } = change
  const { userId } = caller
  const columns = {
    name,
    avatar_url: avatarUrl,
    bio,
    website,
    social_links: socialLinks && JSON.stringify(socialLinks satisfies Record<string, JsonValue>),
    genres,
    goals,
    experience,
    mode,
  }
  const update = async (tx: Tx): Promise<Profile> => {
    await tx.updateTable('identity.profiles').set(columns).where('user_id', '=', userId).execute()
    return readProfile(tx, userId)
  }
  if (Object.values(columns).every(value => value === undefined)) {
    return octavo.database.asUser(caller, tx => readProfile(tx, userId))
  }
  if (name === undefined) return octavo.database.asUser(caller, update)
  return octavo.database.asService(
    'mails greet by the name in the sign-in row, which people cannot write',
    async tx => {
      await tx.updateTable('auth.users').set({ name }).where('id', '=', userId).execute()
      return update(tx)
    },
  )
}

/** Changes the caller's settings. */
export function changeSettings(octavo: Octavo, caller: Caller, change: Change<Settings>): Promise<Settings> {
  const columns = {
    default_model: change.defaultModel,
    default_words: change.defaultWords,
    required_features: change.requiredFeatures,
    tone: change.tone,
    theme: change.theme,
    font_size: change.fontSize,
    line_numbers: change.lineNumbers,
    autosave_seconds: change.autosaveSeconds,
    mail_jobs: change.mailJobs,
    mail_comments: change.mailComments,
    time_zone: change.timeZone,
    language: change.language,
  }
  return octavo.database.asUser(caller, async tx => {
    if (Object.values(columns).some(value => value !== undefined)) {
      await tx.updateTable('identity.settings').set(columns).where('user_id', '=', caller.userId).execute()
    }
    return readSettings(tx, caller.userId)
  })
}

/** Notes that the caller has seen the introduction. Throws conflict the second time. */
export function finishOnboarding(octavo: Octavo, caller: Caller): Promise<Profile> {
  return octavo.database.asUser(caller, async tx => {
    const { numUpdatedRows } = await tx
      .updateTable('identity.profiles')
      .set({ onboarded_at: new Date() })
      .where('user_id', '=', caller.userId)
      .where('onboarded_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new OctavoError('conflict', 'The introduction was finished before.')
    return readProfile(tx, caller.userId)
  })
}

/** Gives the caller a user name, or none. Throws conflict when somebody has it, in any case of its letters. */
export async function changeUsername(octavo: Octavo, caller: Caller, username: string | null): Promise<Me> {
  await octavo.database.asService('people do not write the sign-in row', tx =>
    tx.updateTable('auth.users').set({ username }).where('id', '=', caller.userId).execute(),
  )
  return getMe(octavo, caller)
}

/**
 * Closes the caller's account: sessions and tokens end at once, the rest is erased after 30 days, until when an operator can
 * bring it back. Throws last_owner while they are the only owner of an organization with others in it.
 */
export function deleteMe(octavo: Octavo, caller: Caller): Promise<void> {
  return octavo.database.asService('people do not write the sign-in row', async tx => {
    const { userId } = caller
    const left = await tx
      .selectFrom('identity.organizations as o')
      .select('o.name')
      .where(eb =>
        eb.exists(
          eb
            .selectFrom('identity.members as m')
            .select('m.role')
            .whereRef('m.organization_id', '=', 'o.id')
            .where('m.user_id', '=', userId)
            .where('m.role', '=', 'owner'),
        ),
      )
      .where(eb =>
        eb.exists(
          eb
            .selectFrom('identity.members as m')
            .select('m.role')
            .whereRef('m.organization_id', '=', 'o.id')
            .where('m.user_id', '<>', userId),
        ),
      )
      .where(eb =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('identity.members as m')
              .select('m.role')
              .whereRef('m.organization_id', '=', 'o.id')
              .where('m.user_id', '<>', userId)
              .where('m.role', '=', 'owner'),
          ),
        ),
      )
      .execute()
    if (left.length > 0) {
      const names = left.map(({ name }) => name).join(', ')
      throw new OctavoError(
        'last_owner',
        `You are the only owner of ${names}: make somebody else an owner there first.`,
      )
    }
    await tx
      .updateTable('auth.users')
      .set({ status: 'deleted', deleted_at: sql<Date>`now()` })
      .where('id', '=', userId)
      .execute()
    await endAccess(tx, userId)
    await recordAudit(tx, { action: 'account.deleted', subject: userId, actorId: userId })
  })
}

/** Ends every session and revokes every token of a person, in a service transaction. */
export async function endAccess(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('auth.sessions').where('user_id', '=', userId).execute()
  await tx.deleteFrom('identity.api_tokens').where('user_id', '=', userId).execute()
}
