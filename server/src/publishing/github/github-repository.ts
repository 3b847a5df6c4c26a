import { OctavoError } from '../../errors.ts'
import { textOf } from '../files/text-of.ts'
import { BranchMoved, type FileChanges, type NewCommit, type Repository, type TreeFile } from '../git/repository.ts'
import { explained, type GitHub, isGitHubError, permissionMissing } from './client.ts'

/** A tree is sent in parts of so many entries and bytes: GitHub takes 100,000 entries and 7 MB at once. */
const mostEntries = 500
const mostBytes = 3_000_000
/** Larger texts, and whatever is not text, go as blobs of their own. Bytes. */
const largestInline = 300_000

type TreeEntry = {
  path: string
  mode: '100644' | '100755' | '120000'
  type: 'blob'
  sha?: string | null
  content?: string
}

/** A repository on GitHub, through its Git data API: nothing is cloned. */
export class GitHubRepository implements Repository {
  readonly #github: GitHub
  readonly #of: { owner: string; repo: string }

  /** `fullName` is owner/name. */
  constructor(github: GitHub, fullName: string) {
    const [owner = '', repo = ''] = fullName.split('/')
    this.#github = github
    this.#of = { owner, repo }
  }

  async head(branch: string): Promise<string | null> {
    try {
      const { data } = await this.#github.rest.git.getRef({ ...this.#of, ref: `heads/${branch}` })
      return data.object.sha
    } catch (error) {
      // 409 is an empty repository.
      if (isGitHubError(error) && (error.status === 404 || error.status === 409)) return null
      throw error
    }
  }

  async defaultBranch(): Promise<string> {
    const { data } = await explained(() => this.#github.rest.repos.get(this.#of))
    return data.default_branch
  }

  async tree(commit: string): Promise<Map<string, TreeFile>> {
    const wanted = { ...this.#of, tree_sha: commit, recursive: '1' }
    const { data } = await explained(() => this.#github.rest.git.getTree(wanted))
    if (data.truncated) {
      throw new OctavoError(
        'destination_refused',
        'GitHub does not list so many files at once. Choose a repository of its own.',
      )
    }
    return new Map(
      data.tree.flatMap(({ path, mode, type, sha }) => (type === 'blob' ? [[path, { blob: sha, mode }] as const] : [])),
    )
  }

  async read(blob: string): Promise<Uint8Array> {
    const { data } = await explained(() => this.#github.rest.git.getBlob({ ...this.#of, file_sha: blob }))
    return Buffer.from(data.content, 'base64')
  }

  async commit(commit: NewCommit): Promise<string> {
    const { branch, parent, changes, message } = commit
    try {
      const onto = parent ?? (await this.#begin(branch))
      const base = await this.#github.rest.git.getCommit({ ...this.#of, commit_sha: onto })
      const modes = new Map([...(await this.tree(onto))].map(([path, file]) => [path, file.mode]))
      const tree = await this.#changeTree(base.data.tree.sha, changes, modes)
      const { data } = await this.#github.rest.git.createCommit({ ...this.#of, message, tree, parents: [onto] })
      await this.#move(branch, data.sha)
      return data.sha
    } catch (error) {
      throw this.#explain(error, commit)
    }
  }

  async createBranch(branch: string, commit: string): Promise<void> {
    try {
      await this.#github.rest.git.createRef({ ...this.#of, ref: `refs/heads/${branch}`, sha: commit })
    } catch (error) {
      if (isGitHubError(error) && error.status === 422 && /already exists/i.test(error.message)) {
        throw new BranchMoved(branch, { cause: error })
      }
      throw error
    }
  }

  /** Only the contents API reaches into an empty repository; it makes the commit everything else stands on. */
  async #begin(branch: string): Promise<string> {
    const { data } = await this.#github.rest.repos.createOrUpdateFileContents({
      ...this.#of,
      path: '.octavo/README.md',
      message: 'Begin',
      content: Buffer.from('What Octavo remembers of the files it wrote here.\n').toString('base64'),
      branch,
    })
    return data.commit.sha!
  }

  async #changeTree(base: string, changes: FileChanges, modes: ReadonlyMap<string, string>): Promise<string> {
    let tree = base
    let entries: TreeEntry[] = []
    let bytes = 0
    const send = async () => {
      if (entries.length === 0) return
      const { data } = await this.#github.rest.git.createTree({ ...this.#of, base_tree: tree, tree: entries })
      tree = data.sha
      entries = []
      bytes = 0
    }
    for (const [path, content] of changes) {
      const entry = { path, mode: (modes.get(path) ?? '100644') as TreeEntry['mode'], type: 'blob' as const }
      const text = content && content.length <= largestInline ? textOf(content) : undefined
      if (content === null) entries.push({ ...entry, sha: null })
      else if (text !== undefined) entries.push({ ...entry, content: text })
      else {
        const encoded = Buffer.from(content).toString('base64')
        const { data } = await this.#github.rest.git.createBlob({ ...this.#of, content: encoded, encoding: 'base64' })
        entries.push({ ...entry, sha: data.sha })
      }
      bytes += text?.length ?? 0
      if (entries.length >= mostEntries || bytes >= mostBytes) await send()
    }
    await send()
    return tree
  }

  async #move(branch: string, commit: string): Promise<void> {
    // Never by force: what somebody pushed meanwhile stays.
    await this.#github.rest.git.updateRef({ ...this.#of, ref: `heads/${branch}`, sha: commit, force: false })
  }

  #explain(error: unknown, { branch, changes }: NewCommit): unknown {
    if (!isGitHubError(error)) return error
    if ((error.status === 422 && /fast forward/i.test(error.message)) || error.status === 409) {
      return new BranchMoved(branch, { cause: error })
    }
    // GitHub answers "not found" to who may not write a workflow.
    if (error.status === 404 && [...changes.keys()].some(path => path.startsWith('.github/workflows/'))) {
      return permissionMissing('workflows=write', error)
    }
    if (error.status === 404) return new OctavoError('repository_unknown', undefined, { cause: error })
    return new OctavoError('remote_failed', `GitHub refused the commit: ${error.message}`, { cause: error })
  }
}
