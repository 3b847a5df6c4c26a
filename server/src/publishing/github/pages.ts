import { explained, type GitHub, isGitHubError } from './client.ts'

/** Has GitHub Pages show what a workflow builds, and answers where. Doing it again changes nothing. */
export async function enablePages(github: GitHub, name: string): Promise<string | null> {
  const [owner = '', repo = ''] = name.split('/')
  try {
    const { data } = await github.rest.repos.getPages({ owner, repo })
    if (data.build_type !== 'workflow') {
      await github.rest.repos.updateInformationAboutPagesSite({ owner, repo, build_type: 'workflow' })
    }
    return data.html_url ?? null
  } catch (error) {
    if (!isGitHubError(error) || error.status !== 404) throw error
  }
  const { data } = await explained(() => github.rest.repos.createPagesSite({ owner, repo, build_type: 'workflow' }))
  return data.html_url ?? null
}
