import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Failure } from './failure.ts'

/** What the command line is told by its surroundings. Read here and nowhere else, and handed on. */
export interface CommandEnvironment {
  /** All variables, for the configuration of an installation in this process. */
  variables: Record<string, string | undefined>
  /** OCTAVO_URL: the server to speak to, without a slash at the end. */
  url: string | undefined
  /** OCTAVO_TOKEN: what to show that server. */
  token: string | undefined
  /** OCTAVO_DATA as an absolute path; default `data` below the working directory. */
  dataDirectory: string
  /** VISUAL or EDITOR, to edit an outline with. */
  editor: string | undefined
  /** How this command line was called, for the commands it recommends. */
  command: 'octavo' | 'npx octavo'
  /** Whether the terminal can show more than ASCII. */
  unicode: boolean
}

/** Reads the environment. Throws Failure when OCTAVO_URL is no address. */
export function readEnvironment(): CommandEnvironment {
  const variables = process.env
  const locale = variables.LC_ALL || variables.LC_CTYPE || variables.LANG || ''
  return {
    variables,
    url: variables.OCTAVO_URL ? toAddress(variables.OCTAVO_URL) : undefined,
    token: variables.OCTAVO_TOKEN || undefined,
    dataDirectory: resolve(variables.OCTAVO_DATA || 'data'),
    editor: variables.VISUAL || variables.EDITOR || undefined,
    // npm says which of its commands it runs; it puts octavo into the path for that command only.
    command: variables.npm_command === 'exec' ? 'npx octavo' : 'octavo',
    // POSIX without a locale is ASCII; Windows and macOS terminals are UTF-8 and often set none.
    unicode: locale ? /utf-?8/i.test(locale) : process.platform !== 'linux',
  }
}

/**
 * Has compiled code kept between runs, which takes a second off most commands: this process's, and through the environment
 * that of its threads and children.
 */
export function keepCompiledCode(): void {
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache')
  enableCompileCache()
}

/**
 * Has the embedded database compiled once, quickly, for a process that ends after one command: optimizing its largest
 * functions takes more seconds and memory than they run for. V8 derives the second and third flag from the first only when
 * they are on its command line.
 */
export function compileQuickly(): void {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
}

function toAddress(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Failure(
      `OCTAVO_URL is "${text}", which is no address.`,
      'Set it to e.g. http://localhost:4321, or unset it.',
    )
  }
  return text.replace(/\/+$/, '')
}
