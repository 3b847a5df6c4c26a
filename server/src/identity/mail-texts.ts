import type { Mail } from './mail.ts'

/** Asks to confirm an address: the one of a new account, or a new one of an old account. */
export function verificationMail(to: string, name: string, link: string): Mail {
  return {
    to,
    subject: 'Confirm your e-mail address',
    text: `Hello ${name},

please confirm that ${to} is your address in Octavo:

${link}

The link works once, for 24 hours. If you did not ask for it, do nothing.`,
  }
}

/** Tells the old address that it is about to be replaced, and asks whether that is wanted. */
export function changeAddressMail(to: string, name: string, newAddress: string, link: string): Mail {
  return {
    to,
    subject: 'Change your e-mail address?',
    text: `Hello ${name},

somebody signed in to your Octavo account wants to change its address from ${to} to ${newAddress}. If it was you:

${link}

The link works once, for 24 hours; we then ask the new address as well. If it was not you, do not follow it, and change
your password.`,
  }
}

export function resetMail(to: string, name: string, link: string): Mail {
  return {
    to,
    subject: 'Choose a new password',
    text: `Hello ${name},

here you can choose a new password for Octavo:

${link}

The link works once, for one hour. If you did not ask for it, do nothing: your password stays as it is.`,
  }
}

/** Tells the owner of an address that somebody tried to sign up with it; the one who tried learns nothing. */
export function alreadySignedUpMail(to: string, name: string, link: string): Mail {
  return {
    to,
    subject: 'You already have an account',
    text: `Hello ${name},

somebody tried to sign up to Octavo with this address, which already has an account. If it was you, sign in, or choose a
new password:

${link}

If it was not you, do nothing.`,
  }
}

export interface InvitationWords {
  inviter: string
  /** The organization or the book. */
  place: string
  role: string
  link: string
  days: number
}

export function invitationMail(to: string, { inviter, place, role, link, days }: InvitationWords): Mail {
  return {
    to,
    subject: `Invitation to ${place}`,
    text: `Hello,

${inviter} invites you to work on ${place} in Octavo, as ${role}:

${link}

The link works once, for ${days} days, and only for this address (${to}): sign in or sign up with it.`,
  }
}

interface NoticeWords {
  name: string
  /** Of the book. */
  title: string | null
  link: string
  /** Where such mails are switched off. */
  settings: string
}

const whatEnded: Record<string, string> = {
  write: 'Writing',
  outline: 'Planning',
  chapter: 'Writing a chapter of',
  remediate: 'Mending a chapter of',
  revise: 'Revising a chapter of',
  embed: 'Indexing',
  import: 'Reading what you gave for',
  export: 'Making an export of',
  publish: 'Publishing',
  sync: 'Pulling the changes of',
}
const howEnded: Record<string, string> = {
  completed: 'is done',
  partial: 'is done, except for chapters that failed',
  failed: 'failed; what was written before is kept',
}

/** Tells that a job has ended, for who asked for such mails. */
export function jobMail(
  to: string,
  { name, title, link, settings, kind, state }: NoticeWords & { kind: string; state: string },
): Mail {
  const what = `${whatEnded[kind] ?? 'A job for'} ${title === null ? 'a book' : `“${title}”`} ${howEnded[state] ?? 'has ended'}`
  return {
    to,
    subject: what,
    text: `Hello ${name},

${what}:

${link}

You get this mail because you asked for it: ${settings}`,
  }
}

/** Brings a comment, for who asked for such mails. */
export function commentMail(
  to: string,
  {
    name,
    title,
    link,
    settings,
    author,
    chapter,
    body,
  }: NoticeWords & { author: string; chapter: string; body: string },
): Mail {
  const words = body.length > 1_000 ? `${body.slice(0, 1_000)} …` : body
  return {
    to,
    subject: `${author} commented on “${title}”`,
    text: `Hello ${name},

${author} commented on “${chapter}” in “${title}”:

${words.replaceAll(/^/gm, '> ')}

${link}

You get this mail because you asked for it: ${settings}`,
  }
}
