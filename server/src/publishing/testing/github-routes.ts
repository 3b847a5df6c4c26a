import { createVerify } from 'node:crypto'
import { type Context, inRepository, Refusal, type Route } from './github-answer.ts'
import { gitRoutes } from './github-git-routes.ts'
import type { GitHubState, StoredPull, StoredRepository } from './github-state.ts'

const viewOf = (repository: StoredRepository, may: Record<string, string> | undefined) => ({
  full_name: `${repository.owner}/${repository.name}`,
  name: repository.name,
  private: repository.private,
  archived: false,
  default_branch: repository.defaultBranch,
  html_url: `https://github.test/${repository.owner}/${repository.name}`,
  permissions: { pull: true, push: may?.contents === 'write', admin: may?.administration === 'write' },
})

const pullView = (repository: StoredRepository, pull: StoredPull) => ({
  ...pull,
  html_url: `https://github.test/${repository.owner}/${repository.name}/pull/${pull.number}`,
  head: { ref: pull.head },
  base: { ref: pull.base },
})

async function createRepository({ state, login, body, token }: Context, owner: string) {
  if (typeof body.name !== 'string' || !/^[\w.-]+$/.test(body.name)) throw new Refusal(422, 'name is invalid')
  if (owner !== login) throw new Refusal(404, 'Not Found')
  if (state.find(owner, body.name)) throw new Refusal(422, 'name already exists on this account')
  const repository = await state.addRepository(owner, body.name, { isPrivate: body.private === true })
  if (body.auto_init) {
    await repository.git.commit({
      branch: 'main',
      parent: null,
      changes: new Map([['README.md', Buffer.from(`# ${body.name}\n`)]]),
      message: 'Initial commit',
    })
  }
  return { status: 201, body: viewOf(repository, state.permissionsOf(token, repository)) }
}

/** Everything but Git's own objects. */
const accountRoutes: Route[] = [
  { method: 'GET', path: /^\/user$/, act: async ({ login }) => ({ status: 200, body: { login, id: 1 } }) },
  {
    method: 'GET',
    path: /^\/installation\/repositories$/,
    act: async ({ login, state, token }) => {
      const found = state.ownedBy(login)
      const views = found.map(repository => ({
        ...viewOf(repository, state.permissionsOf(token, repository)),
        owner: { login: repository.owner },
      }))
      return { status: 200, body: { total_count: views.length, repositories: views } }
    },
  },
  { method: 'POST', path: /^\/user\/repos$/, act: context => createRepository(context, context.login) },
  {
    method: 'POST',
    path: /^\/orgs\/(?<org>[^/]+)\/repos$/,
    act: context => createRepository(context, context.params.org!),
  },
  {
    method: 'GET',
    path: inRepository(''),
    act: async ({ state, token, repository }) => ({
      status: 200,
      body: viewOf(repository, state.permissionsOf(token, repository)),
    }),
  },
  {
    method: 'GET',
    path: inRepository('/pulls'),
    needs: 'pull_requests=read',
    act: async ({ repository, query }) => {
      const head = query.get('head')
      const found = repository.pulls.filter(
        pull => pull.state === (query.get('state') ?? 'open') && (!head || head === `${repository.owner}:${pull.head}`),
      )
      return { status: 200, body: found.map(pull => pullView(repository, pull)) }
    },
  },
  {
    method: 'POST',
    path: inRepository('/pulls'),
    needs: 'pull_requests=write',
    act: async ({ repository, body }) => {
      const [head, base] = [await repository.git.head(body.head), await repository.git.head(body.base)]
      if (!head || !base) throw new Refusal(422, 'Validation Failed: head or base is invalid')
      if (head === base) throw new Refusal(422, `No commits between ${body.base} and ${body.head}`)
      if (repository.pulls.some(pull => pull.head === body.head && pull.state === 'open')) {
        throw new Refusal(422, `A pull request already exists for ${repository.owner}:${body.head}.`)
      }
      const pull: StoredPull = {
        number: repository.pulls.length + 1,
        head: body.head,
        base: body.base,
        title: body.title,
        body: body.body ?? '',
        state: 'open',
      }
      repository.pulls.push(pull)
      return { status: 201, body: pullView(repository, pull) }
    },
  },
  {
    method: 'GET',
    path: inRepository('/pages'),
    needs: 'pages=read',
    act: async ({ repository }) => {
      if (!repository.pages) throw new Refusal(404, 'Not Found')
      return { status: 200, body: pagesView(repository) }
    },
  },
  {
    method: 'POST',
    path: inRepository('/pages'),
    needs: 'pages=write',
    act: async ({ repository, body }) => {
      if (repository.pages) throw new Refusal(409, 'GitHub Pages is already enabled.')
      if (body.build_type !== 'workflow' && !body.source) throw new Refusal(422, 'source is missing')
      repository.pages = { build_type: body.build_type ?? 'legacy' }
      return { status: 201, body: pagesView(repository) }
    },
  },
  {
    method: 'PUT',
    path: inRepository('/pages'),
    needs: 'pages=write',
    act: async ({ repository, body }) => {
      if (!repository.pages) throw new Refusal(404, 'Not Found')
      repository.pages = { build_type: body.build_type }
      return { status: 204 }
    },
  },
  {
    method: 'GET',
    path: inRepository('/deployments'),
    needs: 'deployments=read',
    act: async ({ repository, query }) => ({
      status: 200,
      body: repository.deployments
        .filter(({ sha }) => !query.get('sha') || sha === query.get('sha'))
        .filter(({ environment }) => !query.get('environment') || environment === query.get('environment'))
        .map(({ statuses: _, upcoming: __, ...deployment }) => deployment),
    }),
  },
  {
    method: 'GET',
    path: inRepository('/deployments/(?<id>\\d+)/statuses'),
    needs: 'deployments=read',
    act: async ({ repository, params }) => {
      const deployment = repository.deployments.find(({ id }) => id === Number(params.id))
      if (!deployment) throw new Refusal(404, 'Not Found')
      const body = [...deployment.statuses]
      deployment.statuses.unshift(...(deployment.upcoming?.splice(0, 1) ?? []))
      return { status: 200, body }
    },
  },
  {
    method: 'POST',
    path: /^\/app\/installations\/(?<installation>\d+)\/access_tokens$/,
    ofApp: true,
    act: async ({ state, token, params }) => {
      verifyApp(state, token)
      const installation = state.installations.get(Number(params.installation))
      if (!installation) throw new Refusal(404, 'Not Found')
      const made = `ghs_${params.installation}_${state.installations.size}`
      state.addToken(made, installation.login, installation.permissions)
      const body = { token: made, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} }
      return { status: 201, body }
    },
  },
]

const pagesView = ({ owner, name, pages }: StoredRepository) => ({
  ...pages,
  html_url: `https://${owner}.github.test/${name}/`,
  status: 'built',
})

/** A JSON Web Token by the key of an app (RS256), not older than ten minutes. */
function verifyApp(state: GitHubState, token: string): void {
  const [header, payload, signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString() || '{}')
  const key = state.apps.get(String(claims.iss))
  const good =
    key &&
    createVerify('RSA-SHA256')
      .update(`${header}.${payload}`)
      .verify(key, signature ?? '', 'base64url')
  if (!good || claims.exp * 1000 < Date.now() || claims.exp - claims.iat > 660) {
    throw new Refusal(401, 'A JSON web token could not be decoded')
  }
}

export const gitHubRoutes: readonly Route[] = [...accountRoutes, ...gitRoutes]
