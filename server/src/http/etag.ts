import type { Context } from 'hono'
import { OctavoError } from '../errors.ts'

/** A strong entity tag of a version number (RFC 9110, section 8.8.3). */
export function etagOf(version: number): string {
  return `"v${version}"`
}

/**
 * The version the caller edited, from If-Match (RFC 9110, section 13.1.1); null for `*`, "whatever is there".
 * Throws version_required without the header, version_conflict for a tag that was never ours.
 */
export function editedVersion(context: Context): number | null {
  const header = context.req.header('if-match')
  if (!header) throw new OctavoError('version_required')
  if (header.trim() === '*') return null
  const match = /^(?:W\/)?"v(\d{1,9})"$/.exec(header.trim())
  if (!match) throw new OctavoError('version_conflict')
  return Number(match[1])
}

/** The same where the header may be left out: undefined then. */
export function versionIfSaid(context: Context): number | null | undefined {
  return context.req.header('if-match') === undefined ? undefined : editedVersion(context)
}
