import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { printTable } from '../terminal/table.ts'

export interface ConnectOptions {
  name?: string
  organization?: string
  url?: string
  username?: string
  bucket?: string
  region?: string
  endpoint?: string
  remove?: string
}

/** Connects to a place, forgets a connection, or lists them. */
export async function connectTo(
  context: CommandContext,
  kind: string | undefined,
  options: ConnectOptions,
): Promise<void> {
  const { terminal, environment } = context
  const json = kind === undefined ? undefined : inputOf(kind, options, environment.variables)
  await withConnection(context, async ({ api }) => {
    if (options.remove !== undefined) return removeConnection(context, api, options.remove, options.organization)
    if (!json) return listConnections(context, api, options.organization)
    const { name, organization } = options
    const connection = await ask(
      api.v1.connections.$post({
        json: { ...json, ...(name && { name }), ...(organization && { organizationId: organization }) },
      }),
    )
    terminal.emit('connected', connection)
    terminal.say(`Connected to ${connection.account} as "${connection.name}".`)
  })
}

type Input = Parameters<Client['v1']['connections']['$post']>[0]['json']
type Variables = CommandContext['environment']['variables']

/** What to send, from options and from secrets in the environment. Throws Failure that names what is missing. */
function inputOf(kind: string, options: ConnectOptions, variables: Variables): Input {
  const secret = (name: string) => {
    const value = variables[name]
    if (!value)
      throw new Failure(
        `${name} is not set.`,
        `Set it in the environment of this command: ${name}=… octavo connect ${kind}`,
      )
    return value
  }
  const option = (name: 'url' | 'username' | 'bucket') => {
    const value = options[name]
    if (!value) throw new Failure(`--${name} is missing.`, 'Run it with --help to see how it is used.')
    return value
  }
  switch (kind) {
    case 'github': {
      const webhookSecret = variables.GITHUB_WEBHOOK_SECRET
      return { kind, token: secret('GITHUB_TOKEN'), ...(webhookSecret && { webhookSecret }) }
    }
    case 'webdav':
      return { kind, url: option('url'), username: option('username'), password: secret('WEBDAV_PASSWORD') }
    case 's3': {
      const { region, endpoint } = options
      const keys = { accessKeyId: secret('AWS_ACCESS_KEY_ID'), secretAccessKey: secret('AWS_SECRET_ACCESS_KEY') }
      return { kind, bucket: option('bucket'), ...keys, ...(region && { region }), ...(endpoint && { endpoint }) }
    }
    case 'hook':
      return { kind, url: secret('DEPLOY_HOOK_URL') }
    default:
      throw new Failure(`There is no connection of the kind "${kind}".`, 'Choose github, webdav, s3 or hook.')
  }
}

function of(organization: string | undefined) {
  return { query: organization ? { organization } : {} }
}

async function listConnections({ terminal }: CommandContext, api: Client, organization?: string): Promise<void> {
  const { items } = await ask(api.v1.connections.$get(of(organization)))
  if (items.length > 0) {
    printTable(
      terminal,
      'connection',
      [
        { title: 'NAME', value: item => item.name, gives: true },
        { title: 'KIND', value: item => item.kind },
        { title: 'ACCOUNT', value: item => item.account },
        { title: 'ENDS IN', value: item => item.lastFour },
      ],
      items,
    )
    return
  }
  terminal.say('No connections yet. What each kind needs:')
  for (const { kind, title, howTo, permissions } of (await ask(api.v1['connection-kinds'].$get())).items) {
    terminal.say()
    terminal.say(`${terminal.style('bold', kind)}  ${title}`)
    terminal.say(`  ${howTo}`)
    for (const permission of permissions) terminal.say(`  - ${permission}`)
  }
}

async function removeConnection(
  { terminal }: CommandContext,
  api: Client,
  name: string,
  organization?: string,
): Promise<void> {
  const { items } = await ask(api.v1.connections.$get(of(organization)))
  const found = items.filter(item => item.name === name || item.id.startsWith(name.toLowerCase()))
  if (found.length !== 1) {
    throw new Failure(
      found.length === 0 ? `There is no connection "${name}".` : `Several connections begin with ${name}.`,
      '"octavo connect" lists them.',
    )
  }
  await ask(api.v1.connections[':id'].$delete({ param: { id: found[0]!.id } }))
  terminal.emit('disconnected', { id: found[0]!.id, name: found[0]!.name })
  terminal.say(`Forgot "${found[0]!.name}". What was published with it stays.`)
}
