import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import type { Destination } from '../destinations/destinations.ts'
import { allowedPath } from '../destinations/folders.ts'
import { type Manifest, manifestPath, readManifest } from '../files/manifest.ts'
import type { Standing } from '../files/plan-changes.ts'
import { GitHubRepository } from '../github/github-repository.ts'
import { gitHubOf } from '../github/repositories.ts'
import { blobName } from './blob-name.ts'
import type { Repository } from './repository.ts'

/** The repository of a destination. Throws connection_missing, destination_refused. */
export async function repositoryOf(
  octavo: Octavo,
  { target, location, connectionId }: Pick<Destination, 'target' | 'location' | 'connectionId'>,
): Promise<Repository> {
  if (target === 'github') return new GitHubRepository(await gitHubOf(octavo, connectionId), location)
  // Loaded when somebody publishes, as is everything else that is large.
  const { BareRepository } = await import('./bare-repository.ts')
  // Looked at again each time: what the operator allows may have changed, and so may the links on the way.
  return new BareRepository(await allowedPath(octavo.config, location))
}

/** A branch as it is now. */
export interface Branch extends Standing {
  /** Its newest commit; null when it does not exist. */
  head: string | null
  /** The commit the next one comes after: the head, or that of the branch it begins from; null in an empty repository. */
  onto: string | null
  markOf: (content: Uint8Array) => string
}

/**
 * Looks at a branch; one that does not exist begins from `from`, or else from the default branch. Throws
 * destination_taken when another book is published there, destination_refused.
 */
export async function readBranch(
  octavo: Octavo,
  repository: Repository,
  destination: Destination,
  branch: string,
  from?: string,
): Promise<Branch> {
  const head = await repository.head(branch)
  const onto = head ?? (await repository.head(from ?? (await repository.defaultBranch())))
  const tree = onto ? await repository.tree(onto) : new Map()
  const present = new Map(
    // A link is nobody's text: its mark is like none of ours, so it is never written through or over.
    [...tree].map(([path, { blob, mode }]) => [path, mode === '120000' ? `link ${blob}` : blob]),
  )
  let manifest: Manifest | undefined
  const stored = tree.get(manifestPath)
  if (stored) {
    manifest = readManifest(await repository.read(stored.blob))
    if (manifest.book !== destination.bookId) throw new OctavoError('destination_taken')
  }
  return { head, onto, present, manifest, seen: await seenSince(octavo, destination), markOf: blobName }
}

/** What the book has taken notice of since it was pushed last. */
async function seenSince(octavo: Octavo, { id }: Destination): Promise<Map<string, string | null>> {
  const pulls = await octavo.database.asService('see what a book knows of its repository', tx =>
    tx
      .selectFrom('publishing.github_syncs as s')
      .select('s.seen')
      .where('s.destination_id', '=', id)
      .where('s.direction', '=', 'pull')
      .where('s.completed_at', 'is not', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('publishing.github_syncs as p')
              .innerJoin('publishing.deployments as d', 'd.id', 'p.deployment_id')
              .select('p.id')
              .whereRef('p.destination_id', '=', 's.destination_id')
              .where('p.direction', '=', 'push')
              // A pull request changes nothing of the branch until somebody merges it.
              .where('d.as_pull_request', '=', false)
              .whereRef('p.completed_at', '>', 's.completed_at'),
          ),
        ),
      )
      .orderBy('s.completed_at')
      .execute(),
  )
  return new Map(pulls.flatMap(({ seen }) => Object.entries(seen as Record<string, string | null>)))
}
