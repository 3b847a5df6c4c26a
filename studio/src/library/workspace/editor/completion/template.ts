import { opening } from '../myst/fences.ts'

const field = (text: string) => (/[{}\\]|^\d*$/.test(text) ? text.replace(/[{}]/g, '\\$&') : `\${${text}}`)
const literal = (text: string) => text.replace(/[#$]\{/g, (found: string) => found.replace('{', '\\{'))

/**
 * An example of a feature as a snippet: what an author will replace — title, values of options, words — are its fields,
 * fences and names are not.
 */
export function templateOf(example: string): string {
  return example
    .split('\n')
    .map(line => {
      const opened = opening.exec(line)
      if (opened) {
        const argument = opened[4]!.trim()
        return argument ? `${line.slice(0, line.length - argument.length)}${field(argument)}` : line
      }
      const option = /^(:[\w-]+:\s*)(\S.*)$/.exec(line)
      if (option) return `${option[1]}${field(option[2]!)}`
      const prose = /^(\s*(?:[-*>]\s|\d+\.\s|#{1,6}\s)?\s*)(\p{L}.*)$/u.exec(line)
      return prose ? `${prose[1]}${field(prose[2]!)}` : literal(line)
    })
    .join('\n')
}

/** A role of an example, `{name}` and its text, as a snippet. */
export function roleOf(example: string): { name: string; template: string } | undefined {
  const match = /\{([^{}`\s]+)[^{}`]*\}`([^`]*)`/.exec(example)
  if (!match) return undefined
  return { name: match[1]!, template: `{${match[1]}}\`\${${match[2]!.replace(/[{}\\]/g, '')}}\`` }
}
