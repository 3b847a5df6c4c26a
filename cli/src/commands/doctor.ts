import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { connect as openSocket } from 'node:net'
import { dirname, join } from 'node:path'
import type { Config } from '@octavo/server'
import { ask } from '../api/ask.ts'
import { type CommandContext, type ExitWith, withConnection } from '../command.ts'
import type { CommandEnvironment } from '../environment.ts'
import { toFailure } from '../failure.ts'
import { bytes, counted } from '../terminal/figures.ts'
import { pad, type Terminal } from '../terminal/terminal.ts'

/** What was found. Only `bad` fails the command. */
interface Check {
  state: 'good' | 'poor' | 'bad'
  what: string
  mend?: string
}

const good = (what: string): Check => ({ state: 'good', what })
const poor = (what: string, mend: string): Check => ({ state: 'poor', what, mend })
const bad = (what: string, mend: string): Check => ({ state: 'bad', what, mend })

const neededNode = 24
/** Less than this and a book with its versions may not fit. */
const wantedSpace = 1_000_000_000
/** How long a mail server may take to say that it is there. Milliseconds. */
const mailTimeout = 5_000

/** Checks everything a job needs and says how to mend what is missing. Exit code 1 when something is. */
export async function doctor(context: CommandContext, exitWith: ExitWith): Promise<void> {
  const { environment, terminal } = context
  const report = (name: string, check: Check): Check => {
    terminal.emit('check', { name, ...check })
    show(terminal, name, check)
    return check
  }
  const checks = [report('Node', checkNode())]
  let config: Config | undefined
  if (environment.url) report('Server', good(`${environment.url} (OCTAVO_URL)`))
  else {
    const { configOf } = await import('./installation.ts')
    checks.push(
      report(
        'Settings',
        await found(async () => {
          config = configOf(environment)
          return good('all variables can be read')
        }),
      ),
    )
    checks.push(report('Data', await found(() => checkData(environment))))
    checks.push(report('Disk', await found(() => checkDisk(environment))))
    if (config) checks.push(report('Mail', await found(() => checkMail(config!))))
  }
  if (config || environment.url) {
    const database = config?.database.url
    if (database) checks.push(report('Database', await found(() => checkServerDatabase(config!))))
    else
      await found(() => checkThroughApi(context, (name, check) => checks.push(report(name, check)))).then(last =>
        checks.push(report('Compositor', last)),
      )
  }
  const broken = checks.filter(check => check.state === 'bad').length
  terminal.say()
  terminal.say(broken === 0 ? 'Octavo can work.' : `${counted(broken, 'thing')} to mend.`)
  if (broken > 0) exitWith(1)
}

/** A check that throws has found something bad. */
async function found(check: () => Promise<Check>): Promise<Check> {
  try {
    return await check()
  } catch (error) {
    const failure = toFailure(error)
    if (!failure) throw error
    return bad(failure.message, failure.remedy ?? '')
  }
}

function show(terminal: Terminal, name: string, { state, what, mend }: Check): void {
  const marks = terminal.unicode ? { good: '✓', poor: '!', bad: '✗' } : { good: 'ok', poor: '!', bad: 'no' }
  const colors = { good: 'green', poor: 'yellow', bad: 'red' } as const
  terminal.say(
    `${terminal.style(colors[state], pad(marks[state], 2))} ${pad(name, 10)} ${what.replaceAll('\n', '\n              ')}`,
  )
  if (mend) terminal.say(`              ${mend.replaceAll('\n', '\n              ')}`)
}

function checkNode(): Check {
  const { node } = process.versions
  if (Number(node.split('.')[0]) >= neededNode) return good(node)
  return bad(`${node}; Octavo needs ${neededNode}`, 'Run it as "npx octavo", which brings its own Node.')
}

async function checkData({ dataDirectory }: CommandEnvironment): Promise<Check> {
  const { readLock } = await import('@octavo/database/lock')
  let mode: number
  try {
    mode = (await stat(dataDirectory)).mode & 0o777
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return good(`${dataDirectory} does not exist yet; the first command makes it`)
  }
  const probe = await mkdtemp(join(dataDirectory, 'doctor-'))
  await rm(probe, { recursive: true })
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return bad(
      `${dataDirectory} can be entered by others (mode ${mode.toString(8)})`,
      `Run: chmod 700 ${dataDirectory}`,
    )
  }
  const holder = await readLock(dataDirectory)
  if (!holder) return good(`${dataDirectory}, in use by nobody else`)
  if (holder.url) return good(`${dataDirectory}, served by process ${holder.pid} at ${holder.url}`)
  return poor(
    `${dataDirectory}, in use by process ${holder.pid}`,
    'Commands wait until it ends: stop it, or let it finish.',
  )
}

async function checkDisk({ dataDirectory }: CommandEnvironment): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearestFolder(dataDirectory))
  const free = bavail * bsize
  if (free >= wantedSpace) return good(`${bytes(free)} free`)
  return poor(`only ${bytes(free)} free`, 'Free some space, or set OCTAVO_DATA to a folder on another disk.')
}

async function nearestFolder(path: string): Promise<string> {
  try {
    await stat(path)
    return path
  } catch {
    return nearestFolder(dirname(path)) // ends at the root, which is always there
  }
}

async function checkMail({ mail: { smtpUrl }, dataDirectory }: Config): Promise<Check> {
  if (!smtpUrl) return good(`kept in ${join(dataDirectory, 'outbox')} (SMTP_URL sends it)`)
  const { hostname, port, protocol } = new URL(smtpUrl)
  const at = `${hostname}:${port || (protocol === 'smtps:' ? '465' : '587')}`
  const socket = openSocket({ host: hostname, port: Number(at.split(':').at(-1)), timeout: mailTimeout })
  const answered = await new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true))
    socket.once('timeout', () => resolve(false))
    socket.once('error', () => resolve(false))
  })
  socket.destroy()
  return answered
    ? good(`${at} answers`)
    : bad(`${at} does not answer`, 'Check SMTP_URL and that the mail server runs.')
}

async function checkServerDatabase(config: Config): Promise<Check> {
  const { openDatabase } = await import('@octavo/database')
  const { url, ownerUrl } = config.database
  const database = await openDatabase({ url: url!, ...(ownerUrl && { ownerUrl }), maxConnections: 2 })
  try {
    const { applied, pending } = await database.migrationStatus()
    if (pending.length > 0) return bad(`${counted(pending.length, 'migration')} missing`, 'Run: octavo migrate up')
    const [warning] = database.warnings
    const what = `PostgreSQL answers, ${counted(applied.length, 'migration')} applied`
    return warning ? poor(what, warning) : good(what)
  } finally {
    await database.close()
  }
}

/** Database, workers and models as a command meets them; the last check is what the embedded model says. */
function checkThroughApi(context: CommandContext, report: (name: string, check: Check) => void): Promise<Check> {
  return withConnection(context, async ({ api, place }) => {
    const ready = await api.ready.$get()
    const { reasons } = await ready.json()
    // In-process, a command that needs a worker starts one.
    const left = reasons.filter(reason => place === 'server' || !reason.includes('worker'))
    report(
      'Database',
      left.length === 0
        ? good('opens, and is up to date')
        : bad(left.join('; '), 'See above for the command that mends it.'),
    )
    const { items } = await ask(api.v1.models.$get({ query: {} }))
    const usable = items.filter(model => model.available)
    const providers = [...new Set(usable.map(model => model.providerId))].filter(provider => provider !== 'octavo')
    report(
      'Models',
      providers.length > 0
        ? good(`${counted(usable.length, 'model')} of ${providers.join(', ')} and the embedded one`)
        : good('the embedded one; keys of providers (ANTHROPIC_API_KEY, …) add others'),
    )
    return checkCompositor()
  })
}

async function checkCompositor(): Promise<Check> {
  const { composeOutline } = await import('@octavo/compositor')
  const { brief } = await import('@octavo/manuscript')
  const { chapters } = composeOutline({ brief: brief.parse({ title: 'A trial' }), sources: [], passages: [] })
  return good(`answers: it planned a trial book of ${counted(chapters.length, 'chapter')}`)
}
