import { isAPIError } from 'better-auth/api'
import { type ErrorCode, OctavoError } from '../errors.ts'

/** The sign-in library's codes in our words. What is not listed keeps the meaning of its status. */
const codes: Record<string, ErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign_in_failed',
  INVALID_PASSWORD: 'sign_in_failed',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'sign_in_failed',
  EMAIL_NOT_VERIFIED: 'email_unverified',
  ACCOUNT_SUSPENDED: 'account_suspended',
  SIGN_UP_CLOSED: 'sign_up_closed',
  PASSWORD_TOO_SHORT: 'password_weak',
  PASSWORD_TOO_LONG: 'password_weak',
  INVALID_TOKEN: 'link_invalid',
  TOKEN_EXPIRED: 'link_invalid',
  USER_NOT_FOUND: 'link_invalid',
  INVALID_USER: 'link_invalid',
  FAILED_TO_CREATE_USER: 'internal',
  PROVIDER_NOT_FOUND: 'sign_in_provider_unknown',
  INVALID_ORIGIN: 'cross_site',
  MISSING_OR_NULL_ORIGIN: 'cross_site',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'cross_site',
  INVALID_CALLBACK_URL: 'cross_site',
  INVALID_REDIRECT_URL: 'cross_site',
}

const byStatus: Record<number, ErrorCode> = {
  400: 'request_invalid',
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  415: 'media_type_unsupported',
  422: 'request_invalid',
}

/** One of our errors for what the library answered, by its code and status. */
export function fromSignIn(status: number, code: string | undefined, message: string | undefined): OctavoError {
  const known = code ? codes[code] : undefined
  if (known) return new OctavoError(known)
  const problems = status === 400 && message ? [{ path: 'body', message }] : []
  return new OctavoError(byStatus[status] ?? 'internal', undefined, { problems })
}

/** The same for an error it threw; undefined for any other error. */
export function toOctavoError(error: unknown): OctavoError | undefined {
  if (!isAPIError(error)) return undefined
  return fromSignIn(error.statusCode, error.body?.code, error.body?.message)
}
