import type { GitHub } from './client.ts'

/** How far a site is. */
export interface PagesStatus {
  state: 'building' | 'ready' | 'error'
  /** For the log of the deployment. */
  line: string
  liveUrl: string | null
}

/** Milliseconds between looks: soon at first, then every ten seconds, for half an hour. */
export const pollDelays: readonly number[] = [300, 1000, 3000, 5000, ...Array<number>(180).fill(10_000)]

const ready = new Set(['success', 'inactive'])
const failed = new Set(['failure', 'error'])

/** Asks GitHub how far the site of a commit is: the newest status of its deployment to Pages. */
export async function followPages(github: GitHub, name: string, commit: string): Promise<PagesStatus> {
  const [owner = '', repo = ''] = name.split('/')
  const of = { owner, repo }
  const { data: deployments } = await github.rest.repos.listDeployments({
    ...of,
    sha: commit,
    environment: 'github-pages',
    per_page: 1,
  })
  const deployment = deployments[0]
  if (!deployment) return { state: 'building', line: 'Waiting for GitHub to begin.', liveUrl: null }
  const { data: statuses } = await github.rest.repos.listDeploymentStatuses({
    ...of,
    deployment_id: deployment.id,
    per_page: 1,
  })
  const status = statuses[0]
  if (!status) return { state: 'building', line: 'GitHub has begun.', liveUrl: null }
  const liveUrl = status.environment_url || null
  const said = status.description ? `: ${status.description}` : ''
  // A later deployment makes one inactive that was shown before.
  if (ready.has(status.state)) return { state: 'ready', line: `The site is there${said}.`, liveUrl }
  if (failed.has(status.state)) {
    const log = status.log_url ? ` See ${status.log_url}` : ''
    return { state: 'error', line: `GitHub could not build the site${said}.${log}`, liveUrl }
  }
  return { state: 'building', line: `GitHub says ${status.state.replaceAll('_', ' ')}${said}.`, liveUrl }
}
