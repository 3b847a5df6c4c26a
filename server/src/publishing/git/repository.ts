/** A file of a commit. */
export interface TreeFile {
  /** Git's name of its content. */
  blob: string
  /** `100644`, `100755`, or `120000` for a symbolic link. */
  mode: string
}

/** What becomes of each path in a commit: new content, or null when it goes. */
export type FileChanges = ReadonlyMap<string, Uint8Array | null>

export interface NewCommit {
  branch: string
  /** The commit it comes after, where the branch is now; null in a repository that has none yet. */
  parent: string | null
  changes: FileChanges
  message: string
}

/**
 * A Git repository as far as publishing needs it, wherever it is kept. Branches only ever move forward: nothing here can
 * take back what somebody else pushed.
 */
export interface Repository {
  /** The newest commit of a branch; null when there is no such branch. */
  head(branch: string): Promise<string | null>
  /** The branch people see first. */
  defaultBranch(): Promise<string>
  /** Begins a branch at a commit that is there. Throws BranchMoved when the branch exists. */
  createBranch(branch: string, commit: string): Promise<void>
  /** Every file of a commit, by its path. Throws destination_refused when there are too many to be listed. */
  tree(commit: string): Promise<Map<string, TreeFile>>
  /** The content of a blob. */
  read(blob: string): Promise<Uint8Array>
  /**
   * Makes one commit and moves the branch to it. Throws BranchMoved, and leaves the branch where it is, when it is no
   * longer at `parent`.
   */
  commit(commit: NewCommit): Promise<string>
}

/** Somebody pushed meanwhile. */
export class BranchMoved extends Error {
  readonly branch: string
  constructor(branch: string, options?: ErrorOptions) {
    super(`${branch} has moved on since it was looked at.`, options)
    this.name = 'BranchMoved'
    this.branch = branch
  }
}
