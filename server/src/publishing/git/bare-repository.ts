import fs from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import git, { type TreeEntry } from 'isomorphic-git'
import { OctavoError } from '../../errors.ts'
import { withLock } from './lock-file.ts'
import { BranchMoved, type FileChanges, type NewCommit, type Repository, type TreeFile } from './repository.ts'

/** Who is written into commits that no account signs. */
const octavo = { name: 'Octavo', email: 'octavo@localhost' }

/** A Git repository without a working tree, over the file system. Made when it does not exist. */
export class BareRepository implements Repository {
  readonly gitdir: string
  readonly #cache = {}

  constructor(gitdir: string) {
    this.gitdir = gitdir
  }

  get #of() {
    return { fs, gitdir: this.gitdir, cache: this.#cache }
  }

  /** Begins an empty repository unless there is one. Throws destination_refused in a folder that has anything else. */
  async init(defaultBranch = 'main'): Promise<void> {
    await mkdir(this.gitdir, { recursive: true })
    const inside = await readdir(this.gitdir)
    if (inside.includes('HEAD') && inside.includes('objects')) return
    if (inside.length > 0) {
      throw new OctavoError(
        'destination_refused',
        'This folder is no bare Git repository, and not empty. Choose another.',
      )
    }
    await git.init({ fs, gitdir: this.gitdir, bare: true, defaultBranch })
  }

  async head(branch: string): Promise<string | null> {
    try {
      return await git.resolveRef({ ...this.#of, ref: `refs/heads/${branch}` })
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return null
      throw error
    }
  }

  async defaultBranch(): Promise<string> {
    try {
      const ref = await git.resolveRef({ ...this.#of, ref: 'HEAD', depth: 2 })
      return ref.replace(/^refs\/heads\//, '')
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return 'main'
      throw error
    }
  }

  createBranch(branch: string, commit: string): Promise<void> {
    return this.moveBranch(branch, null, commit)
  }

  async tree(commit: string): Promise<Map<string, TreeFile>> {
    const files = new Map<string, TreeFile>()
    const { commit: read } = await git.readCommit({ ...this.#of, oid: commit })
    await this.#collect(read.tree, '', files)
    return files
  }

  async #collect(tree: string, above: string, files: Map<string, TreeFile>): Promise<void> {
    for (const entry of (await git.readTree({ ...this.#of, oid: tree })).tree) {
      const path = above + entry.path
      if (entry.type === 'tree') await this.#collect(entry.oid, `${path}/`, files)
      else if (entry.type === 'blob') files.set(path, { blob: entry.oid, mode: entry.mode })
    }
  }

  async read(blob: string): Promise<Uint8Array> {
    return (await git.readBlob({ ...this.#of, oid: blob })).blob
  }

  async commit({ branch, parent, changes, message }: NewCommit): Promise<string> {
    await this.init()
    const base = parent ? (await git.readCommit({ ...this.#of, oid: parent })).commit.tree : undefined
    const tree = (await this.#changeTree(base, changes)) ?? (await git.writeTree({ ...this.#of, tree: [] }))
    const by = { ...octavo, timestamp: Math.floor(Date.now() / 1000), timezoneOffset: 0 }
    const commit = await git.writeCommit({
      ...this.#of,
      commit: { message, tree, parent: parent ? [parent] : [], author: by, committer: by },
    })
    await this.moveBranch(branch, parent, commit)
    return commit
  }

  /** Moves a branch from one commit to another, as one act. Throws BranchMoved when it is elsewhere. */
  async moveBranch(branch: string, from: string | null, to: string): Promise<void> {
    const ref = `refs/heads/${branch}`
    const file = join(this.gitdir, ref)
    await mkdir(dirname(file), { recursive: true })
    // Git's own processes wait for, and are kept out by, the same file (gitrepository-layout, "refs").
    await withLock(`${file}.lock`, async () => {
      if ((await this.head(branch)) !== from) throw new BranchMoved(branch)
      await git.writeRef({ ...this.#of, ref, value: to, force: true })
    })
  }

  /** The tree with these changes; undefined when nothing is left in it, since Git keeps no empty folders. */
  async #changeTree(base: string | undefined, changes: FileChanges): Promise<string | undefined> {
    const entries = new Map<string, TreeEntry>()
    if (base) for (const entry of (await git.readTree({ ...this.#of, oid: base })).tree) entries.set(entry.path, entry)
    const below = new Map<string, Map<string, Uint8Array | null>>()
    for (const [path, content] of changes) {
      const [name, rest] = split(path)
      if (rest !== undefined) {
        if (!below.has(name)) below.set(name, new Map())
        below.get(name)!.set(rest, content)
      } else if (content === null) entries.delete(name)
      else {
        const oid = await git.writeBlob({ ...this.#of, blob: content })
        entries.set(name, { path: name, type: 'blob', mode: entries.get(name)?.mode ?? '100644', oid })
      }
    }
    for (const [name, inside] of below) {
      const before = entries.get(name)
      const oid = await this.#changeTree(before?.type === 'tree' ? before.oid : undefined, inside)
      if (oid) entries.set(name, { path: name, type: 'tree', mode: '040000', oid })
      else entries.delete(name)
    }
    if (entries.size === 0) return undefined
    return git.writeTree({ ...this.#of, tree: [...entries.values()] })
  }
}

function split(path: string): [name: string, rest: string | undefined] {
  const slash = path.indexOf('/')
  return slash < 0 ? [path, undefined] : [path.slice(0, slash), path.slice(slash + 1)]
}
