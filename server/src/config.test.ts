import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const key = () => randomBytes(32).toString('base64')

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('nothing needs to be set for an embedded installation', () => {
  expect(readConfig({})).toMatchObject({
    dataDirectory: 'data',
    host: '127.0.0.1',
    port: 4321,
    signUp: true,
    billing: undefined,
    masterKeys: undefined,
    database: { url: undefined },
    signInProviders: {},
    modelProviders: {},
    storage: undefined,
  })
})

test('every mistake is listed at once, by the name of its variable', () => {
  const problems = problemsOf({
    OCTAVO_PORT: '99999',
    OCTAVO_SIGN_UP: 'maybe',
    OCTAVO_SECRET: 'short',
    OCTAVO_MASTER_KEYS: 'k1:tooshort',
    DATABASE_OWNER_URL: 'postgres://owner@db/octavo',
    GITHUB_CLIENT_ID: 'id',
    SMTP_URL: 'not a url',
  })
  for (const name of [
    'OCTAVO_PORT',
    'OCTAVO_SIGN_UP',
    'OCTAVO_SECRET',
    'OCTAVO_MASTER_KEYS',
    'DATABASE_OWNER_URL',
    'GITHUB_CLIENT_SECRET',
    'SMTP_URL',
  ]) {
    expect
      .soft(
        problems.filter(problem => problem.includes(name)),
        name,
      )
      .toHaveLength(1)
  }
  expect(problems.join()).not.toContain('tooshort')
})

test('a server installation must be given what its processes share', () => {
  const url = { DATABASE_URL: 'postgres://octavo_login@db/octavo' }
  expect(problemsOf(url).map(problem => problem.split(' ')[0])).toEqual(['OCTAVO_SECRET', 'OCTAVO_MASTER_KEYS'])
  const keys = `new:${key()}, old:${key()}`
  const config = readConfig({ ...url, OCTAVO_SECRET: key(), OCTAVO_MASTER_KEYS: keys })
  expect(config.masterKeys?.map(({ id }) => id)).toEqual(['new', 'old'])
})

test('an empty variable is not set, and a public address has no slash at its end', () => {
  const config = readConfig({ OCTAVO_PORT: '', OCTAVO_PUBLIC_URL: 'https://octavo.example.com/' })
  expect(config).toMatchObject({ port: 4321, publicUrl: 'https://octavo.example.com' })
})

test('billing is switched by name, and left alone unless it is', () => {
  expect(readConfig({ OCTAVO_BILLING: 'on' }).billing).toBe(true)
  expect(readConfig({ OCTAVO_BILLING: 'off' }).billing).toBe(false)
  expect(problemsOf({ OCTAVO_BILLING: 'yes' })[0]).toContain('OCTAVO_BILLING')
})

test('a bucket for files is named whole or not at all, and its secret is in no message', () => {
  const bucket = {
    OCTAVO_STORAGE_ENDPOINT: 'https://minio.example.org',
    OCTAVO_STORAGE_BUCKET: 'octavo-files',
    OCTAVO_STORAGE_KEY: 'key',
    OCTAVO_STORAGE_SECRET: 'very-secret-key',
  }
  expect(readConfig(bucket).storage).toEqual({
    endpoint: 'https://minio.example.org',
    bucket: 'octavo-files',
    key: 'key',
    secret: 'very-secret-key',
    region: 'us-east-1',
  })
  const problems = problemsOf({ ...bucket, OCTAVO_STORAGE_KEY: '', OCTAVO_STORAGE_BUCKET: 'Not A Bucket' })
  expect(problems).toHaveLength(2)
  expect(problems.join()).toMatch(/OCTAVO_STORAGE_BUCKET must be the name.*OCTAVO_STORAGE_KEY is required/)
  expect(problems.join()).not.toContain('very-secret-key')
  expect(problemsOf({ OCTAVO_STORAGE_REGION: 'eu-central-1' })).toHaveLength(4)
})
