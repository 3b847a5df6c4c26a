/** Something the person at the terminal can mend: what happened, and what to do about it. */
export class Failure extends Error {
  override name = 'Failure'
  readonly remedy: string | undefined
  /** 1, or 2 when the command itself was misused. */
  readonly exitCode: number
  /** The code of the API's error registry, when it came from there. */
  readonly code: string | undefined

  constructor(what: string, remedy?: string, { exitCode = 1, code, cause }: FailureDetails = {}) {
    super(what, { cause })
    this.remedy = remedy
    this.exitCode = exitCode
    this.code = code
  }
}

interface FailureDetails {
  exitCode?: number
  code?: string
  cause?: unknown
}

/** Errors of other rooms whose message already says what to do. Known by name: importing their rooms takes long. */
const selfExplaining = new Set([
  'BibliographyError',
  'BriefError',
  'ConfigError',
  'DatabaseError',
  'PdfError',
  'StartError',
  'OctavoError',
  'SecretError',
])

const systemErrors: Record<string, (path: string) => [what: string, remedy: string]> = {
  ENOSPC: path => [
    `The disk is full${path && `: ${path}`}.`,
    'Free some space and run the same command again: it goes on where it stopped.',
  ],
  EDQUOT: path => [
    `Your disk quota is used up${path && `: ${path}`}.`,
    'Free some space and run the same command again.',
  ],
  EACCES: path => [`Not allowed: ${path}.`, 'Change its permissions, or choose another place.'],
  EPERM: path => [`Not allowed: ${path}.`, 'Change its permissions, or choose another place.'],
  EROFS: path => [`${path} is on a disk that cannot be written.`, 'Choose another place.'],
  ENOENT: path => [`${path} does not exist and cannot be made.`, 'Check the path, or choose another place.'],
  ENOTDIR: path => [`A part of ${path} is a file, not a folder.`, 'Choose another place.'],
  EEXIST: path => [`${path} is a file, not a folder.`, 'Choose another place.'],
  EISDIR: path => [`${path} is a folder, not a file.`, 'Name a file.'],
}

/** Any error as a failure to show; undefined when it is a mistake of ours. */
export function toFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  if (!(error instanceof Error)) return undefined
  if (selfExplaining.has(error.name)) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
    return new Failure(error.message, undefined, { cause: error, ...(code && { code }) })
  }
  const { code, path } = error as NodeJS.ErrnoException
  const explain = code === undefined ? undefined : systemErrors[code]
  if (explain) return new Failure(...explain(path ?? ''), { cause: error })
  return undefined
}
