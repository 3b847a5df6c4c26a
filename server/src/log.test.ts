import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('debug', { write: line => lines.push(line) }))
  return lines.join('')
}

test('what is named like a secret is hidden, however deep; counts are not', () => {
  const text = logged(log =>
    log.info({
      request: {
        headers: { Authorization: 'SENTINEL', cookie: 'SENTINEL' },
        body: [{ api_key: 'SENTINEL', newPassword: 'SENTINEL' }],
      },
      sessionToken: { value: 'SENTINEL' },
      key: Buffer.from('SENTINEL'),
      inputTokens: 17,
      maxToken: 4,
    }),
  )
  expect(text).not.toContain('SENTINEL')
  expect(text).toContain('"inputTokens":17')
  expect(text).toContain('"maxToken":4')
})

test('secrets are recognised by their shape in messages and errors of others', () => {
  const token = `oct_${'a'.repeat(43)}`
  const text = logged(log => {
    const error = Object.assign(
      new Error(`bad key sk-proj-abcdefghijklmnopqrstuv`, { cause: new Error(`Bearer ${token}`) }),
      {
        config: { headers: { 'x-api-key': 'SENTINEL' } },
      },
    )
    log.error({ err: error }, `GET /verify?token=${token} failed`)
    log.warn('cannot reach postgres://octavo:hunter2@db:5432/octavo')
  })
  for (const secret of [token, 'abcdefghijklmnopqrstuv', 'SENTINEL', 'hunter2']) expect(text).not.toContain(secret)
  expect(text).toContain('bad key')
  expect(text).toContain('postgres://octavo:[hidden]@db:5432/octavo')
  for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
})
