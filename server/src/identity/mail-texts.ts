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
