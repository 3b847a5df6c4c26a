import { OctavoError } from '../../errors.ts'
import { type GitHub, isGitHubError } from './client.ts'

/** The address of the open pull request from one branch into another; it is opened unless there is one. */
export async function askToMerge(
  github: GitHub,
  name: string,
  { from, into, title }: { from: string; into: string; title: string },
): Promise<string> {
  const [owner = '', repo = ''] = name.split('/')
  const open = await github.rest.pulls.list({ owner, repo, state: 'open', head: `${owner}:${from}`, base: into })
  if (open.data[0]) return open.data[0].html_url
  const [first = title] = title.split('\n')
  const body = 'Written by Octavo from the book. Merge it, or edit it first: what you edit comes back into the book.'
  try {
    const { data } = await github.rest.pulls.create({
      owner,
      repo,
      head: from,
      base: into,
      title: first.slice(0, 250),
      body,
    })
    return data.html_url
  } catch (error) {
    if (!isGitHubError(error)) throw error
    throw new OctavoError('remote_failed', `GitHub opens no pull request: ${error.message}`, { cause: error })
  }
}
