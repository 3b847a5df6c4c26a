import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { createMailer } from './mail.ts'

const log = createLog('silent')
let dataDirectory: string
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'octavo-mail-'))
})
afterEach(() => rm(dataDirectory, { recursive: true, force: true }))

test('without a mail server each mail is a readable file, the newest last', async () => {
  const mailer = createMailer({ ...readConfig({}), dataDirectory }, log)
  for (const subject of ['First mail', 'Second mail', 'Third mail']) {
    await mailer.send({ to: 'ada@example.com', subject, text: 'Hello,\n\nhttps://example.com/?token=abc' })
  }
  const outbox = join(dataDirectory, 'outbox')
  const files = (await readdir(outbox)).sort()
  expect(files).toHaveLength(3)
  expect(files.at(-1)).toMatch(/^\d{4}-\d\d-\d\dT.*-third-mail\.txt$/)
  const text = await readFile(join(outbox, files[2]!), 'utf8')
  expect(text).toContain('To: ada@example.com\nSubject: Third mail\n')
  expect(text).toContain('\nhttps://example.com/?token=abc\n')
  expect((await stat(join(outbox, files[2]!))).mode & 0o777).toBe(0o600)
})

const attack = {
  to: 'ada@example.com',
  subject: 'Invitation to X\r\nBcc: victim@example.com\u2028X-Evil: 1',
  text: 'Hi',
}

test('a name cannot add headers to the file', async () => {
  await createMailer({ ...readConfig({}), dataDirectory }, log).send(attack)
  const [file] = await readdir(join(dataDirectory, 'outbox'))
  const [head] = (await readFile(join(dataDirectory, 'outbox', file!), 'utf8')).split('\n\n')
  expect(head!.split('\n').map(line => line.split(':')[0])).toEqual(['From', 'To', 'Subject', 'Date'])
})

test('nor to what a mail server gets, and an address stays one address', async () => {
  const smtp = await startSmtp()
  const mailer = createMailer({ ...readConfig({ SMTP_URL: `smtp://127.0.0.1:${smtp.port}` }), dataDirectory }, log)
  await mailer.send(attack)
  const received = await smtp.received
  expect(received.recipients).toEqual(['ada@example.com'])
  expect(received.data).not.toMatch(/^(Bcc|X-Evil):/im)
  expect(received.data).toMatch(/^Subject: Invitation to X/im)
  smtp.close()
})

/** As much of RFC 5321 as one mail needs. */
function startSmtp() {
  const recipients: string[] = []
  const { promise: received, resolve } = Promise.withResolvers<{ recipients: string[]; data: string }>()
  const server = createServer(socket => {
    let data: string | undefined
    socket.write('220 test\r\n')
    socket.on('data', chunk => {
      const text = chunk.toString()
      if (data !== undefined) {
        data += text
        if (data.endsWith('\r\n.\r\n')) {
          resolve({ recipients, data })
          data = undefined
          socket.write('250 taken\r\n')
        }
        return
      }
      for (const line of text.split('\r\n').filter(Boolean)) {
        const recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1]
        if (recipient) recipients.push(recipient)
        if (/^DATA/i.test(line)) data = ''
        socket.write(/^DATA/i.test(line) ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  return new Promise<{ port: number; received: typeof received; close(): void }>(ready => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      ready({ port: typeof address === 'object' && address ? address.port : 0, received, close: () => server.close() })
    })
  })
}
