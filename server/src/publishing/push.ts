import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import type { Destination } from './destinations/destinations.ts'
import { manifestPath, writeManifest } from './files/manifest.ts'
import { workflowPath } from './files/pages-workflow.ts'
import { nextManifest, type Plan, planChanges } from './files/plan-changes.ts'
import { type PublishedBook, publishedBook } from './files/published-book.ts'
import { blobName } from './git/blob-name.ts'
import { type Branch, readBranch, repositoryOf } from './git/branch.ts'
import { BranchMoved, type Repository } from './git/repository.ts'
import { askToMerge } from './github/pull-requests.ts'
import { gitHubOf } from './github/repositories.ts'

/** What is to be pushed, and how. */
export interface Intent {
  deploymentId: string
  destination: Destination
  caller: Caller
  message: string
  asPullRequest: boolean
  /** The commit a preview compared with. */
  base: string | undefined
}

export interface Pushed {
  commit: string
  /** Where it is now: the branch, or that of a pull request. */
  branch: string
  message: string
  pullRequest: string | null
  /** False when everything was there already. */
  isNew: boolean
  /** Whether GitHub builds a site of it: nobody took the workflow away. */
  hasWorkflow: boolean
}

interface Look {
  repository: Repository
  book: PublishedBook
  branch: string
  standing: Branch
  plan: Plan
}

/** What a push would change, and whether anything is there. Throws remote_moved, destination_taken, book_unwritten. */
export async function planPush(octavo: Octavo, intent: Intent): Promise<Plan & { isEmpty: boolean }> {
  const { plan, standing } = await look(octavo, intent)
  refuseMoved(plan, standing, intent)
  return { ...plan, isEmpty: standing.onto === null }
}

async function look(octavo: Octavo, intent: Intent): Promise<Look> {
  const { caller, destination } = intent
  const target = destination.branch!
  const book = await publishedBook(
    octavo,
    caller,
    destination.bookId,
    destination.pages ? { branch: target } : undefined,
  )
  const repository = await repositoryOf(octavo, destination)
  const branch = intent.asPullRequest ? `octavo/${book.slug}-${intent.deploymentId.slice(0, 8)}` : target
  const standing = await readBranch(octavo, repository, destination, branch, target)
  return { repository, book, branch, standing, plan: planChanges(book.files, standing) }
}

/** What is there already was pushed by an earlier run that crashed; then the branch has moved because of us. */
function refuseMoved({ changes }: Plan, { onto }: Branch, { base }: Intent): void {
  if (base !== undefined && onto !== base && changes.length > 0) throw new OctavoError('remote_moved')
}

/**
 * Pushes a book as one commit, or asks for it by a pull request. A branch that says the same already is left alone, so
 * doing it twice changes nothing. Throws remote_moved when somebody pushed meanwhile, and what the repository answers.
 */
export async function push(octavo: Octavo, intent: Intent): Promise<Pushed> {
  const { repository, book, branch, standing, plan } = await look(octavo, intent)
  refuseMoved(plan, standing, intent)
  const message = intent.message || messageFor(plan)
  const hasWorkflow = book.files.has(workflowPath) && !plan.kept.some(({ path }) => path === workflowPath)
  const pushed = { branch, message, pullRequest: null, hasWorkflow }
  if (plan.changes.length === 0) {
    if (!standing.onto) throw new OctavoError('book_unwritten')
    const there = { ...pushed, commit: standing.onto, isNew: false }
    // Its branch may be there without the pull request, when a crash came in between.
    if (intent.asPullRequest && standing.head) return { ...there, pullRequest: await ask(octavo, intent, there) }
    return there
  }
  const commit = await commitTo(repository, { book, branch, standing, plan, message })
  const done = { ...pushed, commit, isNew: true }
  return intent.asPullRequest ? { ...done, pullRequest: await ask(octavo, intent, done) } : done
}

async function commitTo(
  repository: Repository,
  { book, branch, standing, plan, message }: Omit<Look, 'repository'> & { message: string },
): Promise<string> {
  const changes = new Map(plan.changes.map(({ path }) => [path, book.files.get(path) ?? null]))
  const marks = new Map([...changes].flatMap(([path, content]) => (content ? [[path, blobName(content)]] : [])))
  changes.set(manifestPath, writeManifest(nextManifest(book, book.files, plan, standing, marks, standing.onto)))
  try {
    if (!standing.head && standing.onto) await repository.createBranch(branch, standing.onto)
    return await repository.commit({ branch, parent: standing.onto, changes, message })
  } catch (error) {
    if (error instanceof BranchMoved) throw new OctavoError('remote_moved', undefined, { cause: error })
    throw error
  }
}

function messageFor({ changes }: Plan): string {
  const parts = (['added', 'modified', 'deleted'] as const).flatMap(kind => {
    const count = changes.filter(({ change }) => change === kind).length
    return count > 0 ? [`${count} ${kind}`] : []
  })
  return `Publish: ${parts.join(', ')}`
}

async function ask(octavo: Octavo, { destination }: Intent, { branch, message }: Pushed): Promise<string> {
  const github = await gitHubOf(octavo, destination.connectionId)
  return askToMerge(github, destination.location, { from: branch, into: destination.branch!, title: message })
}
