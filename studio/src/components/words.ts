/** Numbers, money, times and sizes in words, as everywhere in the studio. */

const locale = 'en-GB'
const plain = new Intl.NumberFormat('en')
const listed = new Intl.ListFormat(locale)
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })

/** 38,400 */
export const number = (value: number): string => plain.format(value)

/** "1 chapter", "12 chapters" */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${plain.format(value)} ${value === 1 ? one : many}`
}

/** "7, 8 and 9" */
export const list = (items: readonly string[]): string => listed.format(items)

/** Dollars: $0, $0.004, $18.42. Under a cent, as many digits as it takes to see it. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0'
  if (Math.abs(dollars) < 0.01) return `$${dollars.toPrecision(1)}`
  return `$${plain.format(Number(dollars.toFixed(2)))}`.replace(/\.(\d)$/, '.$10')
}

/** "14 s", "10 min", "2 h 5 min" */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** "now", "12 min ago", "10:42", "yesterday", "9 Nov", "9 Nov 2024" */
export function ago(date: string | Date, now = new Date()): string {
  const then = new Date(date)
  const seconds = (now.getTime() - then.getTime()) / 1000
  if (seconds < 60) return 'now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000)
  if (days === 0) return time.format(then)
  if (days < 7) return days === 1 ? relative.format(-1, 'day') : `${days} days ago`
  return then.getFullYear() === now.getFullYear() ? day.format(then) : dayAndYear.format(then)
}

const startOfDay = (date: Date): number => new Date(date).setHours(0, 0, 0, 0)

/** "812 B", "96 kB", "2.4 MB" */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  const megabytes = bytes / 1_000_000
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`
}

/** Begins a text that stands alone. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
