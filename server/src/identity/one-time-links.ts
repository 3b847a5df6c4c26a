import { makeToken } from './tokens.ts'

/** What a link is for; a token of one kind opens nothing of another. */
export type LinkPurpose = 'verify-email' | 'sign-in'

/** Where one-time proofs are kept: identifiers hashed, each consumed at most once, none after its end. */
export interface Verifications {
  createVerificationValue(data: { identifier: string; value: string; expiresAt: Date }): Promise<unknown>
  consumeVerificationValue(identifier: string): Promise<{ value: string } | null>
}

/** Makes the token of a link that gives `value` back once, for `seconds`. */
export async function makeLinkToken(
  verifications: Verifications,
  purpose: LinkPurpose,
  value: string,
  seconds: number,
): Promise<string> {
  const token = makeToken()
  const expiresAt = new Date(Date.now() + seconds * 1000)
  await verifications.createVerificationValue({ identifier: `${purpose}:${token}`, value, expiresAt })
  return token
}

/** The value behind a token, which from now on opens nothing; undefined when it was used, has expired or never was. */
export async function useLinkToken(
  verifications: Verifications,
  purpose: LinkPurpose,
  token: string,
): Promise<string | undefined> {
  return (await verifications.consumeVerificationValue(`${purpose}:${token}`))?.value
}
