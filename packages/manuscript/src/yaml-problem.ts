import type { YAMLError } from 'yaml'

/** What is wrong with YAML, and how to mend it. `written` is the line it stands on. */
export function yamlProblem(error: YAMLError, written: string): string {
  const pair = /^\s*([\w-]+):\s+(.+?)\s*$/.exec(written)
  if (error.code === 'DUPLICATE_KEY') return `"${pair?.[1] ?? written.trim()}" is given twice. Keep one of the two`
  if (error.code === 'TAB_AS_INDENT') return 'YAML allows no tab at the start of a line. Indent with spaces'
  if (pair && !/^["'[{|>]/.test(pair[2]!) && /:\s|:$| #/.test(pair[2]!)) {
    const quoted = JSON.stringify(pair[2])
    return `a value with a colon needs quotes. Put the ${pair[1]} in quotes: ${pair[1]}: ${quoted}`
  }
  const reason = error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')
  return `this is not valid YAML (${reason}). Check quotes, brackets and indentation; put text with special characters in quotes`
}
