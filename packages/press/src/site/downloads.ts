/** What a browser would run or follow if a reader opened it, in the name of the site. */
const active = /\.(x?html?|xht|xml|svgz?|mhtml?|swf|xslt?)$/i

/** Files of the book that readers may fetch, by their path in the book, with their names in the site. */
export class Downloads {
  readonly #names = new Map<string, string>()
  readonly #taken = new Set<string>()

  /** The name of a file in the site. What could run there is given as text. */
  nameOf(path: string): string {
    const known = this.#names.get(path)
    if (known !== undefined) return known
    const safe = path.replace(/[\\:*?"<>|\p{Cc}]/gu, '-').replace(active, '$&.txt')
    let name = `files/${safe}`
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `files/${count}-${safe}`
    this.#taken.add(name.toLowerCase())
    this.#names.set(path, name)
    return name
  }
}

/** A name in the site as a link has it. */
export const hrefOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/')
