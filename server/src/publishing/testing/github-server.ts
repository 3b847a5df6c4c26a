import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Context, Refusal } from './github-answer.ts'
import { gitHubRoutes } from './github-routes.ts'
import type { GitHubState, Level } from './github-state.ts'

/** A way an answer of the server goes wrong, a number of times. */
export interface Fault {
  status: number
  headers?: Record<string, string>
  message?: string
  times?: number
  /** Method and path it is for, such as /^PATCH .*refs/. */
  match?: RegExp
}

/** GitHub on this machine: its REST API over loopback HTTP, on real bare repositories. */
export interface GitHubServer {
  url: string
  state: GitHubState
  /** Method and path of every request, oldest first. */
  requests: string[]
  fail(fault: Fault): void
  close(): Promise<void>
}

/** Serves the API of `state`. As strict as GitHub where a client could rely on more than it promises. */
export async function startGitHubServer(state: GitHubState): Promise<GitHubServer> {
  const requests: string[] = []
  const faults: Fault[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const line = `${request.method} ${pathname}`
    requests.push(line)
    const fault = faults.find(({ match }) => !match || match.test(line))
    if (fault) {
      fault.times = (fault.times ?? 1) - 1
      if (fault.times === 0) faults.splice(faults.indexOf(fault), 1)
      request.resume()
      send(response, fault.status, { message: fault.message ?? 'Something failed' }, fault.headers)
      return
    }
    answer(state, request, response).catch(error => {
      if (error instanceof Refusal) send(response, error.status, { message: error.message }, error.headers)
      else send(response, 500, { message: String(error) })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    requests,
    fail: fault => faults.push({ ...fault }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(state: GitHubState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!request.headers['user-agent']) throw new Refusal(403, 'Request forbidden by administrative rules.')
  const url = new URL(request.url ?? '/', 'http://localhost')
  const token = /^(?:token|bearer) (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) throw new Refusal(401, 'Requires authentication')
  for (const { method, path, needs, ofApp, act } of gitHubRoutes) {
    // A slash in the name of a branch may come either way.
    const match = method === request.method && path.exec(decodeURIComponent(url.pathname))
    if (!match) continue
    const params: Record<string, string> = { ...match.groups }
    const context: Context = {
      state,
      token,
      params,
      query: url.searchParams,
      body: await readJson(request),
      login: '',
      // Set below for whatever is inside of a repository.
      repository: undefined as never,
    }
    if (!ofApp) context.login = state.loginOf(token)
    if (params.owner && params.repo) context.repository = permitted(state, token, params.owner, params.repo, needs)
    const { status, body } = await act(context)
    send(response, status, body, state.headersFor(token))
    return
  }
  throw new Refusal(404, 'Not Found')
}

function permitted(state: GitHubState, token: string, owner: string, name: string, needs: Level | undefined) {
  const repository = state.find(owner, name)
  const may = repository && state.permissionsOf(token, repository)
  // What one may not see is not there.
  if (!repository || !may?.metadata) throw new Refusal(404, 'Not Found')
  if (!needs) return repository
  const [what, level] = needs.split('=') as [string, 'read' | 'write']
  const has = may[what]
  if (has !== 'write' && has !== level) {
    throw new Refusal(403, 'Resource not accessible by personal access token', {
      'x-accepted-github-permissions': needs,
    })
  }
  return repository
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  if (!text) return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'Problems parsing JSON')
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
