import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'

/** One mail to one person, in plain text. */
export interface Mail {
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Hands the mail on; throws when the mail server does not take it. */
  send(mail: Mail): Promise<void>
}

/** A mail server when SMTP_URL is set, otherwise one readable file a mail in `<data>/outbox`. */
export function createMailer(config: Config, log: Logger): Mailer {
  const { smtpUrl, from } = config.mail
  return smtpUrl ? smtpMailer(smtpUrl, from) : outboxMailer(join(config.dataDirectory, 'outbox'), from, log)
}

function smtpMailer(smtpUrl: string, from: string): Mailer {
  return {
    async send({ to, subject, text }) {
      const { createTransport } = await import('nodemailer')
      const transport = createTransport(smtpUrl, { disableFileAccess: true, disableUrlAccess: true })
      // As an object, an address with a comma stays one address.
      await transport.sendMail({ from, to: { name: '', address: oneLine(to) }, subject: oneLine(subject), text })
      transport.close()
    },
  }
}

function outboxMailer(directory: string, from: string, log: Logger): Mailer {
  let count = 0
  return {
    async send({ to, subject, text }) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const date = new Date()
      // Sorted by name is sorted by time; the count keeps mails of one millisecond apart.
      const stamp = date.toISOString().replaceAll(/[:.]/g, '-')
      const name = `${stamp}-${String(count++ % 1000).padStart(3, '0')}-${subject
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 40)}.txt`
      const file = join(directory, name)
      const headers = [
        `From: ${from}`,
        `To: ${oneLine(to)}`,
        `Subject: ${oneLine(subject)}`,
        `Date: ${date.toUTCString()}`,
      ]
      await writeFile(file, `${headers.join('\n')}\n\n${text}\n`, { mode: 0o600, flag: 'wx' })
      log.info({ file }, 'mail kept in the outbox, because SMTP_URL is not set')
    },
  }
}

/** A line break would let whoever chose a name add headers of his own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
