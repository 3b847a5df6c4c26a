import type { GitHubState, Level, StoredRepository } from './github-state.ts'

/** An answer that is an error, in GitHub's words. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Record<string, string>
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

export interface Context {
  state: GitHubState
  token: string
  login: string
  params: Record<string, string>
  query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: whatever a client sends.
  body: any
  repository: StoredRepository
}

export interface Route {
  method: string
  path: RegExp
  /** What a token needs to be allowed. */
  needs?: Level
  /** For an app itself, by a JSON Web Token, not for an account. */
  ofApp?: true
  act(context: Context): Promise<{ status: number; body?: unknown }>
}

export const inRepository = (rest: string) => new RegExp(`^/repos/(?<owner>[^/]+)/(?<repo>[^/]+)${rest}$`)
