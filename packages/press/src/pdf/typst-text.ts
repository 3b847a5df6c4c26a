/**
 * Writes values of the author as literals of Typst. Nothing else of what an author wrote may reach a source: a literal
 * is never code, whatever it holds.
 */
export function literal(value: string): string {
  if (plainly.test(value)) return `"${value}"`
  const escaped = value
    .toWellFormed()
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    // Nothing prints these, and some of them a PDF must not hold.
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, '')
  return `"${escaped}"`
}

/** What stands in a literal as it is: most text does. */
const plainly = /^[ !#-[\]-~\xa0-\u1fff\u2010-\u2027\u2030-\ud7ff]*$/

/** Text that runs on: line ends are spaces, and straight quotation marks become those of its language. */
export function prose(value: string): string {
  const line = /[\t\r\n]| {2}/.test(value) ? value.replace(/[ \t\r\n]+/g, ' ') : value
  if (!/["']/.test(line)) return words(line)
  return line
    .split(/(["'])/)
    .map(part => (part === '"' || part === "'" ? part : words(part)))
    .join('')
}

const words = (text: string): string => (text === '' ? '' : `#${literal(text.replace(/[!-~]{36,}/g, breakable))};`)

/** `[…]`, for a source that is already written. */
export const content = (source: string): string => `[${source}]`

/** An array of Typst; one element needs its comma. */
export const array = (items: readonly string[]): string => `(${items.map(item => `${item},`).join('')})`

/** Named arguments; those without a value are left out. */
export function named(values: Record<string, string | number | boolean | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

/** A label's name: unique in the book, as slugs are and the ids of a page on it. */
export const labelOf = (slug: string, id?: string): string => (id === undefined ? slug : `${slug}/${id}`)

/** Points to what stands before it in the same content. */
export const mark = (label: string): string => `#label(${literal(label)})`

/** A call in markup: named arguments, then those by their place. */
export const call = (name: string, values: Parameters<typeof named>[0], ...places: string[]): string =>
  `#${name}(${[named(values), ...places].filter(Boolean).join(', ')});`

/** An address or a name of a program can go on in the next line after a mark in it, and when it is very long, anywhere. */
export function breakable(value: string): string {
  return value
    .replace(/(\S{12,})/g, word => word.replace(/([/?&=#._:,-])(?=[\p{L}\p{N}])/gu, '$1\u200b'))
    .replace(/[^\s\u200b]{30,}/g, word => word.replace(/(.{15})(?=.)/gu, '$1\u200b'))
}
