import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BareRepository } from '../git/bare-repository.ts'
import { Refusal } from './github-answer.ts'

/** A permission of a fine-grained token, as the header X-Accepted-GitHub-Permissions writes it. */
export type Level = `${string}=${'read' | 'write'}`

export type Permissions = Record<string, 'read' | 'write'>

export interface StoredPull {
  number: number
  head: string
  base: string
  title: string
  body: string
  state: 'open' | 'closed'
}

export interface StoredStatus {
  state: string
  description: string
  environment_url: string
  log_url: string
  created_at: string
}

export interface StoredDeployment {
  id: number
  sha: string
  environment: string
  /** Newest first, as the API lists them. */
  statuses: StoredStatus[]
  /** What it says next: one more each time somebody has asked. */
  upcoming?: StoredStatus[]
}

export interface StoredRepository {
  owner: string
  name: string
  private: boolean
  defaultBranch: string
  git: BareRepository
  pulls: StoredPull[]
  deployments: StoredDeployment[]
  pages: { build_type: string } | undefined
  /** What a workflow would do after a push: the states its deployment goes through. */
  onPush: ((repository: StoredRepository, sha: string, branch: string) => void) | undefined
}

/** The accounts, tokens and repositories of a GitHub on this machine. */
export class GitHubState {
  readonly #folder: string
  readonly #repositories = new Map<string, StoredRepository>()
  readonly #tokens = new Map<string, { login: string; permissions: Permissions; scopes: string | undefined }>()
  /** Public keys of apps, by app id, and the accounts that installed them, by installation id. */
  readonly apps = new Map<string, string>()
  readonly installations = new Map<number, { login: string; permissions: Permissions }>()

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async make(): Promise<GitHubState> {
    return new GitHubState(await mkdtemp(join(tmpdir(), 'octavo-github-')))
  }

  /** Lets a token in. With `scopes` it is a classic one. */
  addToken(token: string, login: string, permissions: Permissions = everything, scopes?: string): void {
    this.#tokens.set(token, { login, permissions, scopes })
  }

  revoke(token: string): void {
    this.#tokens.delete(token)
  }

  async addRepository(owner: string, name: string, { isPrivate = false } = {}): Promise<StoredRepository> {
    if (this.find(owner, name)) throw new Refusal(422, 'Repository creation failed.')
    const git = new BareRepository(join(this.#folder, owner, `${name}.git`))
    await git.init()
    const repository: StoredRepository = {
      owner,
      name,
      private: isPrivate,
      defaultBranch: 'main',
      git,
      pulls: [],
      deployments: [],
      pages: undefined,
      onPush: undefined,
    }
    this.#repositories.set(`${owner}/${name}`.toLowerCase(), repository)
    return repository
  }

  find(owner: string, name: string): StoredRepository | undefined {
    return this.#repositories.get(`${owner}/${name}`.toLowerCase())
  }

  removeRepository({ owner, name }: StoredRepository): void {
    this.#repositories.delete(`${owner}/${name}`.toLowerCase())
  }

  ownedBy(login: string): StoredRepository[] {
    return [...this.#repositories.values()].filter(({ owner }) => owner === login)
  }

  loginOf(token: string): string {
    const known = this.#tokens.get(token)
    if (!known) throw new Refusal(401, 'Bad credentials')
    return known.login
  }

  permissionsOf(token: string, repository: StoredRepository): Permissions | undefined {
    const known = this.#tokens.get(token)
    if (!known || (known.login !== repository.owner && repository.private)) return undefined
    return known.login === repository.owner ? { metadata: 'read', ...known.permissions } : { metadata: 'read' }
  }

  headersFor(token: string): Record<string, string> {
    const scopes = this.#tokens.get(token)?.scopes
    return scopes === undefined ? {} : { 'x-oauth-scopes': scopes }
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true })
  }
}

/** What Octavo asks for. */
export const everything: Permissions = {
  contents: 'write',
  workflows: 'write',
  pull_requests: 'write',
  pages: 'write',
  deployments: 'read',
  administration: 'write',
}
