import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import { openConnection } from '../connections/connections.ts'
import { type GitHub, isGitHubError, openGitHub, permissionMissing } from './client.ts'

/** A client that acts by a stored connection. Throws connection_missing, connection_invalid. */
export async function gitHubOf(octavo: Octavo, connectionId: string | null): Promise<GitHub> {
  const { kind, secret, settings } = await openConnection(octavo, connectionId)
  if (kind === 'github') return openGitHub(octavo.config.github, { token: secret.token! })
  if (kind === 'github-app') return openGitHub(octavo.config.github, { installation: Number(settings.installation) })
  throw new OctavoError('connection_missing', 'This is no connection to GitHub: octavo connect github.')
}

export interface FoundRepository {
  fullName: string
  defaultBranch: string
}

/**
 * A repository the connection may write to. With `create` one that does not exist is made, private if asked, with a first
 * commit. Throws repository_unknown, permission_missing.
 */
export async function findRepository(
  github: GitHub,
  name: string,
  create?: { private: boolean },
): Promise<FoundRepository> {
  const [owner = '', repo = ''] = name.split('/')
  try {
    const { data } = await github.rest.repos.get({ owner, repo })
    if (data.archived) {
      throw new OctavoError(
        'destination_refused',
        `${name} is archived and takes no commits. Choose another repository.`,
      )
    }
    if (data.permissions && !data.permissions.push) throw permissionMissing('contents=write')
    return { fullName: data.full_name, defaultBranch: data.default_branch }
  } catch (error) {
    if (!isGitHubError(error) || error.status !== 404) throw error
    if (!create) throw new OctavoError('repository_unknown', undefined, { cause: error })
    return createRepository(github, owner, repo, create.private)
  }
}

async function createRepository(
  github: GitHub,
  owner: string,
  name: string,
  isPrivate: boolean,
): Promise<FoundRepository> {
  const options = { name, private: isPrivate, auto_init: true }
  try {
    const { data: me } = await github.rest.users.getAuthenticated()
    const { data } =
      me.login.toLowerCase() === owner.toLowerCase()
        ? await github.rest.repos.createForAuthenticatedUser(options)
        : await github.rest.repos.createInOrg({ org: owner, ...options })
    return { fullName: data.full_name, defaultBranch: data.default_branch }
  } catch (error) {
    if (!isGitHubError(error)) throw error
    // GitHub hides what a token may not do as "not found".
    if (error.status === 404) throw permissionMissing('administration=write', error)
    throw new OctavoError('remote_failed', `GitHub does not create ${owner}/${name}: ${error.message}`, {
      cause: error,
    })
  }
}
