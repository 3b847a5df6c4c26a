import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The one place where the press reads files: its own, and those of the npm packages it depends on, found from here so that
 * it works from any folder. They are as constant as code.
 */

/** The path of a file inside a package, such as `@fontsource-variable/inter` and `wght.css`. */
export function packagePath(packageName: string, file: string): string {
  return fileURLToPath(import.meta.resolve(`${packageName}/${file}`))
}

/** Whether a package is there; those a reader of the manual may add are not among the dependencies. */
export function hasPackage(packageName: string): boolean {
  try {
    packagePath(packageName, 'package.json')
    return true
  } catch {
    return false
  }
}

export function packageBytes(packageName: string, file: string): Uint8Array {
  return readFileSync(packagePath(packageName, file))
}

/** A file that is kept beside a module of the press, such as a style sheet: `new URL('page.css', import.meta.url)`. */
export function besideModule(url: URL): Uint8Array {
  return readFileSync(url)
}

/** A path this module or `fontFiles` gave before. */
export function fontBytes(path: string): Uint8Array {
  return readFileSync(path)
}

/** A text that stands beside a module of the press, found by that module's `import.meta.url`. */
export function moduleText(url: URL): string {
  return readFileSync(url, 'utf8')
}
