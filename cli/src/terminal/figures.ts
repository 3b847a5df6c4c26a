const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A whole number with separators: 12,345. */
export function count(value: number): string {
  return whole.format(value)
}

/** A number with its noun: 1 chapter, 8 chapters. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** US dollars: "free" for nothing, cents where they matter, four places below a cent. */
export function money(dollars: number): string {
  if (dollars === 0) return 'free'
  if (dollars < 0.01) return `$${dollars.toFixed(4)}`
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** A length of time: 0.4 s, 12 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toFixed(1)} s`
  const total = Math.round(seconds)
  if (total < 60) return `${total} s`
  if (total < 3600) return `${Math.floor(total / 60)} min ${String(total % 60).padStart(2, '0')} s`
  return `${Math.floor(total / 3600)} h ${String(Math.floor((total % 3600) / 60)).padStart(2, '0')} min`
}

/** A length of time that is only estimated: no parts of seconds. */
export function roughly(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : duration(seconds)
}

/** A share from 0 to 1 as percent. Only all of it is 100 %. */
export function percent(share: number): string {
  return `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))} %`
}

/** An amount of data: 812 B, 3.4 MB, 12 GB. */
export function bytes(amount: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = amount
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** A moment as people tell it: "just now", "12 min ago", "3 h ago", and the day when it is longer. */
export function ago(moment: string, now: Date = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(moment).getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  return moment.slice(0, 10)
}
