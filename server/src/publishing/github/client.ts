import { setTimeout as wait } from 'node:timers/promises'
import type { Octokit } from 'octokit'
import type { Config } from '../../config.ts'
import { OctavoError } from '../../errors.ts'

/** How often a request is tried again that GitHub put off, and how long it may ask us to wait. Seconds. */
const mostTries = 3
const longestWait = 90

export type GitHub = Octokit

/** What opens GitHub: a person's token, or an installation of the operator's app. */
export type GitHubAccess = { token: string } | { installation: number }

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/**
 * A client of GitHub's REST API. Requests go one after the other and wait as long as GitHub says (Retry-After, or
 * X-RateLimit-Reset), as its "Best practices for using the REST API" asks; beyond 90 s it throws remote_busy. What GitHub
 * refuses is thrown in our words: connection_invalid, permission_missing, repository_unknown, remote_busy, remote_failed;
 * 404, 409 and 422 are left to the caller.
 */
export async function openGitHub(config: Config['github'], access: GitHubAccess): Promise<GitHub> {
  // Loaded when somebody publishes: every start would wait for it.
  const { App, Octokit } = await import('octokit')
  const Client = Octokit.defaults({
    baseUrl: config.apiUrl,
    userAgent: 'octavo',
    log: quiet,
    // Theirs would keep all tenants waiting for one another, and repeat what must not be repeated.
    throttle: { enabled: false },
    retry: { enabled: false },
  })
  let client: GitHub
  if ('token' in access) client = new Client({ auth: access.token })
  else {
    if (!config.app) throw noApp()
    const app = new App({ appId: config.app.id, privateKey: config.app.privateKey, Octokit: Client, log: quiet })
    client = await asked(() => app.getInstallationOctokit(access.installation))
  }
  client.hook.wrap('request', (request, options) => asked(() => request(options), options.method === 'GET'))
  return client
}

export function noApp(): OctavoError {
  return new OctavoError(
    'connection_invalid',
    'This installation has no GitHub App. Connect with a token, or ask the operator to set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY.',
  )
}

/** What Octokit throws for an answer, as far as it is needed here. */
export interface GitHubError extends Error {
  status: number
  response?: { headers: Record<string, string | number | undefined> }
}

export function isGitHubError(error: unknown): error is GitHubError {
  return error instanceof Error && error.name === 'HttpError' && typeof (error as GitHubError).status === 'number'
}

async function asked<T>(request: () => T | Promise<T>, mayRepeat = false): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await request()
    } catch (error) {
      if (!isGitHubError(error)) throw error
      const seconds = secondsToWait(error) ?? (mayRepeat && error.status >= 500 ? turn : undefined)
      if (seconds === undefined || seconds > longestWait || turn === mostTries) throw inOurWords(error, seconds)
      await wait(seconds * 1000)
    }
  }
}

/** How long GitHub puts a request off; undefined when it does not. */
function secondsToWait({ status, message, response }: GitHubError): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const headers = response?.headers ?? {}
  const after = Number(headers['retry-after'])
  if (headers['retry-after'] !== undefined && after >= 0) return after
  if (String(headers['x-ratelimit-remaining']) === '0') {
    return Math.max(1, Number(headers['x-ratelimit-reset'] ?? 0) - Date.now() / 1000)
  }
  // "Otherwise, wait for at least one minute" (Rate limits for the REST API).
  return status === 429 || /secondary rate limit/i.test(message) ? 60 : undefined
}

function inOurWords(error: GitHubError, seconds: number | undefined): Error {
  const { status, response } = error
  const cause = { cause: error }
  if (seconds !== undefined && status < 500) {
    return new OctavoError('remote_busy', undefined, { ...cause, retryAfter: Math.ceil(seconds) })
  }
  if (status === 401) return new OctavoError('connection_invalid', undefined, cause)
  if (status === 403) {
    const needed = response?.headers['x-accepted-github-permissions']
    return needed ? permissionMissing(String(needed), error) : new OctavoError('permission_missing', undefined, cause)
  }
  if (status >= 500) return new OctavoError('remote_failed', `GitHub answered ${status}. Try again later.`, cause)
  return error
}

/** Does what a request does, and says in our words what GitHub refuses: repository_unknown, remote_failed. */
export async function explained<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (!isGitHubError(error)) throw error
    if (error.status === 404) throw new OctavoError('repository_unknown', undefined, { cause: error })
    throw new OctavoError('remote_failed', `GitHub answered: ${error.message}`, { cause: error })
  }
}

/** What GitHub calls a permission in the settings of a token, by its name in the API. */
const permissionNames: Record<string, string> = {
  contents: 'Contents',
  workflows: 'Workflows',
  pull_requests: 'Pull requests',
  pages: 'Pages',
  deployments: 'Deployments',
  administration: 'Administration',
  metadata: 'Metadata',
}

/** `needed` as GitHub writes it: "contents=write", several separated by commas or semicolons. */
export function permissionMissing(needed: string, cause?: unknown): OctavoError {
  const words = needed.split(/[,;]\s*/).map(part => {
    const [name = '', level = 'read'] = part.trim().split('=')
    return `"${permissionNames[name] ?? name}: ${level === 'write' ? 'Read and write' : 'Read-only'}"`
  })
  return new OctavoError(
    'permission_missing',
    `The connection lacks the permission ${words.join(' and ')} for this repository. Add it at https://github.com/settings/personal-access-tokens, or connect anew.`,
    { cause },
  )
}
