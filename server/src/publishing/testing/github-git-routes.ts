import fs from 'node:fs'
import git from 'isomorphic-git'
import { BranchMoved } from '../git/repository.ts'
import { type Context, inRepository, Refusal, type Route } from './github-answer.ts'
import type { StoredRepository } from './github-state.ts'

const of = ({ git: { gitdir } }: StoredRepository) => ({ fs, gitdir })
const hex = /^[0-9a-f]{40}$/

async function typeOf(repository: StoredRepository, oid: unknown): Promise<string | undefined> {
  if (typeof oid !== 'string' || !hex.test(oid)) return undefined
  try {
    return (await git.readObject({ ...of(repository), oid, format: 'content' })).type
  } catch (error) {
    if (error instanceof git.Errors.NotFoundError) return undefined
    throw error
  }
}

/** Git's objects of an empty repository cannot be reached at all. */
async function refuseEmpty(repository: StoredRepository): Promise<void> {
  if ((await git.listBranches(of(repository))).length === 0) throw new Refusal(409, 'Git Repository is empty.')
}

interface FlatFile {
  oid: string
  mode: string
}

async function flatten(repository: StoredRepository, oid: string, above = '', files = new Map<string, FlatFile>()) {
  for (const entry of (await git.readTree({ ...of(repository), oid })).tree) {
    if (entry.type === 'tree') await flatten(repository, entry.oid, `${above}${entry.path}/`, files)
    else files.set(above + entry.path, { oid: entry.oid, mode: entry.mode })
  }
  return files
}

async function nest(repository: StoredRepository, files: ReadonlyMap<string, FlatFile>): Promise<string> {
  const below = new Map<string, Map<string, FlatFile>>()
  const tree: { path: string; mode: string; oid: string; type: 'blob' | 'tree' }[] = []
  for (const [path, file] of files) {
    const slash = path.indexOf('/')
    if (slash < 0) tree.push({ path, mode: file.mode, oid: file.oid, type: 'blob' })
    else {
      const name = path.slice(0, slash)
      if (!below.has(name)) below.set(name, new Map())
      below.get(name)!.set(path.slice(slash + 1), file)
    }
  }
  for (const [path, inside] of below) {
    if (tree.some(entry => entry.path === path)) throw new Refusal(422, `tree.path ${path} is a file and a folder`)
    tree.push({ path, mode: '040000', oid: await nest(repository, inside), type: 'tree' })
  }
  return git.writeTree({ ...of(repository), tree })
}

async function createTree({ repository, body, state, token }: Context) {
  await refuseEmpty(repository)
  if (!Array.isArray(body.tree) || body.tree.length === 0) throw new Refusal(422, 'Invalid tree info')
  if (body.tree.length > 1000) throw new Refusal(422, 'This test server takes at most 1000 entries at once')
  let files = new Map<string, FlatFile>()
  if (body.base_tree !== undefined) {
    const type = await typeOf(repository, body.base_tree)
    if (type !== 'tree' && type !== 'commit') throw new Refusal(422, 'base_tree is not a valid tree oid')
    files = await flatten(repository, body.base_tree)
  }
  for (const { path, mode, type, sha, content } of body.tree) {
    const parts = String(path).split('/')
    if (parts.some(part => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
      throw new Refusal(422, 'tree.path contains a malformed path component')
    }
    if (!['100644', '100755', '120000'].includes(mode) || type !== 'blob') throw new Refusal(422, 'Invalid tree.mode')
    // GitHub hides what a token may not do with workflows.
    if (path.startsWith('.github/workflows/') && state.permissionsOf(token, repository)?.workflows !== 'write') {
      throw new Refusal(404, 'Not Found')
    }
    if (sha === null) {
      if (!files.delete(path)) throw new Refusal(422, 'GitRPC::BadObjectState')
    } else if (content !== undefined) {
      if (sha !== undefined) throw new Refusal(422, 'Must supply either tree.sha or tree.content')
      files.set(path, { oid: await git.writeBlob({ ...of(repository), blob: Buffer.from(content) }), mode })
    } else if ((await typeOf(repository, sha)) === 'blob') files.set(path, { oid: sha, mode })
    else throw new Refusal(422, `tree.sha ${sha} is not a valid blob`)
  }
  return { status: 201, body: { sha: await nest(repository, files) } }
}

async function createCommit({ repository, body, login }: Context) {
  await refuseEmpty(repository)
  if (typeof body.message !== 'string' || body.message === '') throw new Refusal(422, 'message is missing')
  if ((await typeOf(repository, body.tree)) !== 'tree') throw new Refusal(422, 'Tree SHA does not exist')
  for (const parent of body.parents ?? []) {
    if ((await typeOf(repository, parent)) !== 'commit') throw new Refusal(422, 'Parent SHA does not exist')
  }
  const by = { name: login, email: `${login}@users.noreply.github.test`, timestamp: seconds(), timezoneOffset: 0 }
  const sha = await git.writeCommit({
    ...of(repository),
    commit: { message: body.message, tree: body.tree, parent: body.parents ?? [], author: by, committer: by },
  })
  return { status: 201, body: { sha, tree: { sha: body.tree } } }
}

const seconds = () => Math.floor(Date.now() / 1000)

async function updateRef({ repository, params, body }: Context) {
  const branch = params.branch!
  const from = await repository.git.head(branch)
  if (!from) throw new Refusal(422, 'Reference does not exist')
  if ((await typeOf(repository, body.sha)) !== 'commit') throw new Refusal(422, 'Object does not exist')
  const forward =
    from === body.sha || (await git.isDescendent({ ...of(repository), oid: body.sha, ancestor: from, depth: -1 }))
  if (!forward && body.force !== true) throw new Refusal(422, 'Update is not a fast forward')
  await moveBranch(repository, branch, from, body.sha)
  return { status: 200, body: refView(branch, body.sha) }
}

async function moveBranch(repository: StoredRepository, branch: string, from: string | null, to: string) {
  try {
    await repository.git.moveBranch(branch, from, to)
  } catch (error) {
    if (error instanceof BranchMoved) throw new Refusal(409, 'Reference cannot be updated')
    throw error
  }
  repository.onPush?.(repository, to, branch)
}

const refView = (branch: string, sha: string) => ({ ref: `refs/heads/${branch}`, object: { type: 'commit', sha } })

async function putFile({ repository, params, body }: Context) {
  const branch = body.branch ?? repository.defaultBranch
  const parent = await repository.git.head(branch)
  if (!parent && (await git.listBranches(of(repository))).length > 0)
    throw new Refusal(404, `Branch ${branch} not found`)
  const before = parent && (await repository.git.tree(parent)).get(params.path!)
  if (before && !body.sha) throw new Refusal(422, `"sha" wasn't supplied.`)
  if (before && before.blob !== body.sha) throw new Refusal(409, `${params.path} does not match ${body.sha}`)
  const changes = new Map([[params.path!, bytesOf(body.content, 'base64')]])
  const commit = await repository.git.commit({ branch, parent, changes, message: String(body.message) })
  repository.onPush?.(repository, commit, branch)
  return { status: before ? 200 : 201, body: { commit: { sha: commit } } }
}

function bytesOf(content: unknown, encoding: unknown): Buffer {
  if (typeof content !== 'string') throw new Refusal(422, 'content is missing')
  if (encoding === 'utf-8' || encoding === undefined) return Buffer.from(content)
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) throw new Refusal(422, 'content is not valid Base64')
  return Buffer.from(content, 'base64')
}

/** The Git data API. */
export const gitRoutes: Route[] = [
  {
    method: 'GET',
    path: inRepository('/git/ref/heads/(?<branch>.+)'),
    needs: 'contents=read',
    act: async ({ repository, params }) => {
      await refuseEmpty(repository)
      const sha = await repository.git.head(params.branch!)
      if (!sha) throw new Refusal(404, 'Not Found')
      return { status: 200, body: refView(params.branch!, sha) }
    },
  },
  {
    method: 'POST',
    path: inRepository('/git/refs'),
    needs: 'contents=write',
    act: async ({ repository, body }) => {
      await refuseEmpty(repository)
      const branch = /^refs\/heads\/(.+)$/.exec(String(body.ref))?.[1]
      if (!branch) throw new Refusal(422, 'Reference name is invalid')
      if (await repository.git.head(branch)) throw new Refusal(422, 'Reference already exists')
      if ((await typeOf(repository, body.sha)) !== 'commit') throw new Refusal(422, 'Object does not exist')
      await moveBranch(repository, branch, null, body.sha)
      return { status: 201, body: refView(branch, body.sha) }
    },
  },
  { method: 'PATCH', path: inRepository('/git/refs/heads/(?<branch>.+)'), needs: 'contents=write', act: updateRef },
  {
    method: 'GET',
    path: inRepository('/git/commits/(?<sha>[0-9a-f]{40})'),
    needs: 'contents=read',
    act: async ({ repository, params }) => {
      if ((await typeOf(repository, params.sha)) !== 'commit') throw new Refusal(404, 'Not Found')
      const { commit } = await git.readCommit({ ...of(repository), oid: params.sha! })
      const body = { sha: params.sha, tree: { sha: commit.tree }, message: commit.message }
      return { status: 200, body: { ...body, parents: commit.parent.map(sha => ({ sha })) } }
    },
  },
  { method: 'POST', path: inRepository('/git/commits'), needs: 'contents=write', act: createCommit },
  {
    method: 'GET',
    path: inRepository('/git/trees/(?<sha>[0-9a-f]{40})'),
    needs: 'contents=read',
    act: async ({ repository, params, query }) => {
      const type = await typeOf(repository, params.sha)
      if (type !== 'tree' && type !== 'commit') throw new Refusal(404, 'Not Found')
      if (!query.get('recursive')) throw new Refusal(422, 'This test server only lists trees as a whole')
      const tree = [...(await flatten(repository, params.sha!))].map(([path, { oid, mode }]) => ({
        path,
        mode,
        type: 'blob',
        sha: oid,
      }))
      return { status: 200, body: { sha: params.sha, tree, truncated: false } }
    },
  },
  { method: 'POST', path: inRepository('/git/trees'), needs: 'contents=write', act: createTree },
  {
    method: 'GET',
    path: inRepository('/git/blobs/(?<sha>[0-9a-f]{40})'),
    needs: 'contents=read',
    act: async ({ repository, params }) => {
      if ((await typeOf(repository, params.sha)) !== 'blob') throw new Refusal(404, 'Not Found')
      const blob = Buffer.from(await repository.git.read(params.sha!))
      // GitHub breaks Base64 into lines.
      const content = blob.toString('base64').replace(/(.{60})/g, '$1\n')
      return { status: 200, body: { sha: params.sha, size: blob.length, encoding: 'base64', content } }
    },
  },
  {
    method: 'POST',
    path: inRepository('/git/blobs'),
    needs: 'contents=write',
    act: async ({ repository, body }) => {
      await refuseEmpty(repository)
      const blob = bytesOf(body.content, body.encoding)
      return { status: 201, body: { sha: await git.writeBlob({ ...of(repository), blob }) } }
    },
  },
  { method: 'PUT', path: inRepository('/contents/(?<path>.+)'), needs: 'contents=write', act: putFile },
]
