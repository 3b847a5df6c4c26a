const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** US dollars as people are told them: cents, and four places where less than a cent matters. */
export function money(dollars: number): string {
  const digits = dollars !== 0 && Math.abs(dollars) < 0.1 ? 4 : 2
  return `$${Math.max(0, dollars).toFixed(digits)}`
}

/** A quantity with its unit: 1 generation, 2,000 tokens, 100 MB. */
export function quantity(amount: number, resource: string): string {
  if (resource === 'storage') return `${whole.format(amount / 1e6)} MB`
  return `${whole.format(amount)} ${amount === 1 ? resource.slice(0, -1) : resource}`
}
