import { type Command, InvalidArgumentError } from 'commander'

/** Adds how a command is typed to the end of its help. */
export function examples(command: Command, lines: string[]): void {
  command.addHelpText(
    'after',
    `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map(line => `  $ ${line}`).join('\n')}`,
  )
}

/** Reads an option that is a whole number within these bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }
}

/** Reads an option that is an amount of US dollars. */
export function dollars(text: string): number {
  const value = Number(text)
  if (/^\d+(\.\d{1,2})?$/.test(text) && value <= 1_000_000) return value
  throw new InvalidArgumentError('Give an amount in US dollars, such as 5 or 2.50.')
}

/** Reads an option that is a language tag. */
export function languageTag(text: string): string {
  try {
    Intl.getCanonicalLocales(text)
    return text
  } catch {
    throw new InvalidArgumentError('Give a language tag such as en, de-CH or pt-BR.')
  }
}

/** Keeps every value of an option that may be given again. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}
