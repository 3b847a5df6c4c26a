import { delimiter, isAbsolute } from 'node:path'
import { z } from 'zod'
import './mistakes.ts'

const url = z.url()
const flag = z.enum(['true', 'false']).transform(value => value === 'true')
const secret = z.string().min(32, 'must have at least 32 characters: openssl rand -base64 32 makes one')
/** "id:base64 of 32 bytes", newest first, separated by commas; older keys stay listed until `octavo keys rotate` has run. */
const masterKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map(part => {
    const [id, encoded] = part.trim().split(':')
    return { id: id ?? '', key: Buffer.from(encoded ?? '', 'base64') }
  })
  if (keys.some(key => !/^[a-z0-9-]{1,40}$/.test(key.id) || key.key.length !== 32)) {
    context.addIssue(
      'must be id:key[,id:key…], each key 32 bytes in base64: echo "k1:$(openssl rand -base64 32)" makes one',
    )
    return z.NEVER
  }
  return keys
})

/** PEM; line breaks may be written as \\n, since many places that set variables cannot hold them. */
const privateKey = z
  .string()
  .transform(text => text.replaceAll('\\n', '\n'))
  .refine(text => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text), 'must be a private key in PEM')
/** Absolute paths, separated by colons (by semicolons on Windows). */
const folders = z.string().transform((text, context) => {
  const paths = text.split(delimiter).filter(Boolean)
  if (paths.every(path => isAbsolute(path))) return paths
  context.addIssue(`must be absolute paths, separated by "${delimiter}"`)
  return z.NEVER
})

const environment = z.object({
  OCTAVO_DATA: z.string().min(1).default('data'),
  OCTAVO_HOST: z.string().min(1).default('127.0.0.1'),
  OCTAVO_PORT: z.coerce.number().int().min(0).max(65535).default(4321),
  OCTAVO_PUBLIC_URL: url.optional(),
  OCTAVO_SECRET: secret.optional(),
  OCTAVO_MASTER_KEYS: masterKeys.optional(),
  OCTAVO_SIGN_UP: flag.default(true),
  OCTAVO_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  OCTAVO_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OCTAVO_CHAPTERS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(4),
  OCTAVO_BILLING: z.enum(['on', 'off']).optional(),
  OCTAVO_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  OCTAVO_GUESSES_PER_MINUTE: z.coerce.number().int().min(1).default(20),
  DATABASE_URL: url.optional(),
  DATABASE_OWNER_URL: url.optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(10),
  OCTAVO_STORAGE_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OCTAVO_STORAGE_REGION: z.string().min(1).default('us-east-1'),
  // The rules of S3 for names of buckets, without dots, which do not go with https.
  OCTAVO_STORAGE_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  OCTAVO_STORAGE_KEY: z.string().min(1).optional(),
  OCTAVO_STORAGE_SECRET: z.string().min(1).optional(),
  SMTP_URL: url.optional(),
  MAIL_FROM: z.string().min(3).default('Octavo <octavo@localhost>'),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: url.optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: url.optional(),
  GOOGLE_API_KEY: z.string().min(1).optional(),
  GOOGLE_BASE_URL: url.optional(),
  OPENAI_COMPATIBLE_URL: url.optional(),
  OPENAI_COMPATIBLE_API_KEY: z.string().min(1).optional(),
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  MICROSOFT_CLIENT_ID: z.string().min(1).optional(),
  MICROSOFT_CLIENT_SECRET: z.string().min(1).optional(),
  GITHUB_API_URL: url.default('https://api.github.com'),
  GITHUB_APP_ID: z.string().regex(/^\d+$/, 'must be the number of the app').optional(),
  GITHUB_APP_PRIVATE_KEY: privateKey.optional(),
  OCTAVO_PUBLISH_FOLDERS: folders.default([]),
  APPLE_CLIENT_ID: z.string().min(1).optional(),
  APPLE_CLIENT_SECRET: z.string().min(1).optional(),
})

export type MasterKey = { id: string; key: Buffer }
export type SignInProvider = 'github' | 'google' | 'microsoft' | 'apple'
export type ModelProvider = 'anthropic' | 'openai' | 'google' | 'openai-compatible'

/** A bucket that speaks the protocol of S3. */
export interface BucketConfig {
  endpoint: string
  region: string
  bucket: string
  key: string
  secret: string
}

/** Everything the installation is told from outside, read once. */
export interface Config {
  dataDirectory: string
  host: string
  port: number
  publicUrl: string | undefined
  /** Signs sessions. Undefined on an embedded installation: it keeps its own in the data directory. */
  secret: string | undefined
  /** Newest first; the first one encrypts. Undefined on an embedded installation, as above. */
  masterKeys: MasterKey[] | undefined
  signUp: boolean
  /** How many reverse proxies of our own stand in front and add to X-Forwarded-For. */
  proxies: number
  logLevel: string
  chaptersAtOnce: number
  /** Whether the limits of plans bind. Undefined: as it was set last, at first they do not. Budgets bind always. */
  billing: boolean | undefined
  requestsPerMinute: number
  /** Sign-ins, sign-ups, one-time links and wrong tokens from one address. */
  guessesPerMinute: number
  database: { url: string | undefined; ownerUrl: string | undefined; connections: number }
  /** Undefined: files are kept in the data directory. */
  storage: BucketConfig | undefined
  mail: { smtpUrl: string | undefined; from: string }
  github: { apiUrl: string; app: { id: string; privateKey: string } | undefined }
  /** Below these, and nowhere else, books may be published into folders of this machine. */
  publishFolders: readonly string[]
  signInProviders: Partial<Record<SignInProvider, { clientId: string; clientSecret: string }>>
  modelProviders: Partial<Record<ModelProvider, { apiKey: string | undefined; baseUrl: string | undefined }>>
}

/** The environment does not make a configuration; `problems` names every variable at fault. */
export class ConfigError extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map(line => `  ${line}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

const storageNames = [
  'OCTAVO_STORAGE_ENDPOINT',
  'OCTAVO_STORAGE_BUCKET',
  'OCTAVO_STORAGE_KEY',
  'OCTAVO_STORAGE_SECRET',
] as const

/** Reads and checks the whole environment at once. Throws ConfigError listing every missing or malformed name. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`)
  if (given.DATABASE_URL) {
    for (const name of ['OCTAVO_SECRET', 'OCTAVO_MASTER_KEYS']) {
      if (!given[name]) problems.push(`${name} is required with DATABASE_URL: every process must share it`)
    }
  } else if (given.DATABASE_OWNER_URL) problems.push('DATABASE_OWNER_URL needs DATABASE_URL beside it')
  for (const name of ['GITHUB', 'GOOGLE', 'MICROSOFT', 'APPLE']) {
    if (!given[`${name}_CLIENT_ID`] !== !given[`${name}_CLIENT_SECRET`]) {
      problems.push(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET go together`)
    }
  }
  if (given.OCTAVO_STORAGE_REGION || storageNames.some(name => given[name])) {
    for (const name of storageNames) {
      if (!given[name]) problems.push(`${name} is required beside the other OCTAVO_STORAGE_ settings`)
    }
  }
  if (!given.GITHUB_APP_ID !== !given.GITHUB_APP_PRIVATE_KEY) {
    problems.push('GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY go together')
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const e = parsed.data
  const { OCTAVO_STORAGE_ENDPOINT: endpoint, OCTAVO_STORAGE_BUCKET: bucket } = e
  const { OCTAVO_STORAGE_KEY: key, OCTAVO_STORAGE_SECRET: bucketSecret } = e
  const signIn = (id?: string, secret?: string) => (id && secret ? { clientId: id, clientSecret: secret } : undefined)
  const model = (apiKey?: string, baseUrl?: string) => (apiKey || baseUrl ? { apiKey, baseUrl } : undefined)
  return {
    dataDirectory: e.OCTAVO_DATA,
    host: e.OCTAVO_HOST,
    port: e.OCTAVO_PORT,
    publicUrl: e.OCTAVO_PUBLIC_URL?.replace(/\/+$/, ''),
    secret: e.OCTAVO_SECRET,
    masterKeys: e.OCTAVO_MASTER_KEYS,
    signUp: e.OCTAVO_SIGN_UP,
    proxies: e.OCTAVO_PROXIES,
    logLevel: e.OCTAVO_LOG_LEVEL,
    chaptersAtOnce: e.OCTAVO_CHAPTERS_AT_ONCE,
    billing: e.OCTAVO_BILLING === undefined ? undefined : e.OCTAVO_BILLING === 'on',
    requestsPerMinute: e.OCTAVO_REQUESTS_PER_MINUTE,
    guessesPerMinute: e.OCTAVO_GUESSES_PER_MINUTE,
    database: { url: e.DATABASE_URL, ownerUrl: e.DATABASE_OWNER_URL, connections: e.DATABASE_CONNECTIONS },
    storage:
      endpoint && bucket && key && bucketSecret
        ? { endpoint, bucket, key, secret: bucketSecret, region: e.OCTAVO_STORAGE_REGION }
        : undefined,
    mail: { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM },
    github: {
      apiUrl: e.GITHUB_API_URL.replace(/\/+$/, ''),
      app:
        e.GITHUB_APP_ID && e.GITHUB_APP_PRIVATE_KEY
          ? { id: e.GITHUB_APP_ID, privateKey: e.GITHUB_APP_PRIVATE_KEY }
          : undefined,
    },
    publishFolders: e.OCTAVO_PUBLISH_FOLDERS,
    signInProviders: defined({
      github: signIn(e.GITHUB_CLIENT_ID, e.GITHUB_CLIENT_SECRET),
      google: signIn(e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET),
      microsoft: signIn(e.MICROSOFT_CLIENT_ID, e.MICROSOFT_CLIENT_SECRET),
      apple: signIn(e.APPLE_CLIENT_ID, e.APPLE_CLIENT_SECRET),
    }),
    modelProviders: defined({
      anthropic: model(e.ANTHROPIC_API_KEY, e.ANTHROPIC_BASE_URL),
      openai: model(e.OPENAI_API_KEY, e.OPENAI_BASE_URL),
      google: model(e.GOOGLE_API_KEY, e.GOOGLE_BASE_URL),
      'openai-compatible': model(e.OPENAI_COMPATIBLE_API_KEY, e.OPENAI_COMPATIBLE_URL),
    }),
  }
}

function defined<T extends Record<string, unknown>>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
