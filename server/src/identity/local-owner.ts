import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { insertToken } from './tokens.ts'

const localEmail = 'owner@localhost'
const tokenName = 'Command line on this machine'

/** The person an embedded installation belongs to, an operator; made when there is none. */
export async function findOrMakeLocalOwner(octavo: Octavo): Promise<Caller> {
  if (octavo.database.kind !== 'embedded') {
    throw new Error('A server installation has no local owner: sign in, or set OCTAVO_URL and OCTAVO_TOKEN.')
  }
  const found = await userIdOf(octavo, localEmail)
  const userId = found ?? (await octavo.signIn.createPerson({ email: localEmail, name: 'Local owner' }))
  if (!found) await grantSuperadmin(octavo, localEmail)
  return { userId, readOnly: false }
}

/** Makes somebody an operator, for the operator's own command line. Throws not_found. */
export async function grantSuperadmin(octavo: Octavo, email: string): Promise<void> {
  const userId = await userIdOf(octavo, email)
  if (!userId) throw new OctavoError('not_found', `Nobody has signed up as ${email} yet.`)
  await octavo.database.asService('the first operator is named from outside', async tx => {
    const granted = await tx
      .insertInto('identity.user_roles')
      .values({ user_id: userId, role: 'superadmin' })
      .onConflict(conflict => conflict.doNothing())
      .returning('user_id')
      .executeTakeFirst()
    if (granted) await recordAudit(tx, { action: 'role.granted', subject: userId, details: { role: 'superadmin' } })
  })
}

/** The address to open in a browser to be the local owner: works once, for an hour. */
export async function makeSignInLink(octavo: Octavo): Promise<string> {
  const { userId } = await octavo.localOwner()
  return `${octavo.publicUrl}/sign-in?token=${await octavo.signIn.makeSignInToken(userId)}`
}

/** Replaces the token in `<data>/local-token`, with which a command line speaks to the server that holds the directory. */
export async function writeLocalToken(octavo: Octavo): Promise<void> {
  const owner = await octavo.localOwner()
  const { token } = await octavo.database.asUser(owner, async tx => {
    await tx.deleteFrom('identity.api_tokens').where('name', '=', tokenName).execute()
    return insertToken(tx, owner.userId, { name: tokenName, scopes: ['read', 'write'] })
  })
  const file = join(octavo.config.dataDirectory, 'local-token')
  await writeFile(file, `${token}\n`, { mode: 0o600 })
  await chmod(file, 0o600) // an older file keeps its mode when written over
}

function userIdOf(octavo: Octavo, email: string): Promise<string | undefined> {
  return octavo.database.asService('looks a person up before anybody is signed in', async tx => {
    const user = await tx
      .selectFrom('auth.users')
      .select('id')
      .where(eb => eb.fn('lower', ['email']), '=', email.toLowerCase())
      .executeTakeFirst()
    return user?.id
  })
}
