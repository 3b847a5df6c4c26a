/** A language as BCP 47 writes it (RFC 5646); undefined for what is none, such as `C`, which programs put there. */
export function languageTag(given: string | undefined): string | undefined {
  const tag = given?.trim().replaceAll('_', '-').replace(/\..*$/, '')
  if (!tag || !/^[a-z]{2,3}(-|$)/i.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
