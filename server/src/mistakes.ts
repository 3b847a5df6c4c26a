import { z } from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const formats: Record<string, string> = {
  url: 'a web address, like https://example.com',
  email: 'an e-mail address, like name@example.com',
  uuid: 'an id',
  datetime: 'a time, like 2026-01-31T12:00:00Z',
}

/** What a value counts in, when its size is limited. */
const units: Record<string, [string, string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

function ofSize(side: 'least' | 'most', origin: string, bound: bigint | number, inclusive = true): string {
  const unit = units[origin]
  if (!unit) {
    const [beyond, within] = side === 'least' ? ['more than', 'or more'] : ['less than', 'or less']
    return inclusive ? `must be ${bound} ${within}` : `must be ${beyond} ${bound}`
  }
  if (side === 'least' && Number(bound) === 1) return 'must not be empty'
  return `takes at ${side} ${bound} ${unit[Number(bound) === 1 ? 0 : 1]}`
}

/** Of several forms a value may have, what is wrong by the one that it comes nearest to. */
function sayNearest(forms: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const [nearest] = forms.toSorted((one, other) => one.length - other.length)
  const mistakes = nearest?.map(({ path, message }) => [...path.map(String), message].join(' '))
  return mistakes?.length ? `fits none of the forms it may have: ${mistakes.join(', ')}` : undefined
}

/** What is wrong with a value, said of its name: "title must not be empty". What is not listed keeps the words of Zod. */
function sayMistake(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return kinds[issue.expected] && `must be ${kinds[issue.expected]}`
    case 'invalid_format':
      return formats[issue.format] && `must be ${formats[issue.format]}`
    case 'too_small':
      return ofSize('least', issue.origin, issue.minimum, issue.inclusive)
    case 'too_big':
      return ofSize('most', issue.origin, issue.maximum, issue.inclusive)
    case 'invalid_value':
      if (issue.input === undefined) return 'is missing'
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'invalid_union':
      return sayNearest(issue.errors)
    case 'unrecognized_keys':
      return `has no field called ${issue.keys.join(', ')}`
  }
  return undefined
}

z.config({ customError: sayMistake })
