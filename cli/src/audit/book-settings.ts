import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Finding, finding } from '@octavo/manuscript'
import { isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'

/** A file a table of contents names, with the line it does so. */
export interface TocEntry {
  path: string
  line: number
}

/** What the settings of a MyST project or a Jupyter Book say, as far as an audit asks. */
export interface BookSettings {
  /** The file the table of contents stands in. */
  tocFile: string
  /** Undefined when there is none, so that the folder decides. */
  toc: TocEntry[] | undefined
  bibliographies: string[]
  abbreviations: string[]
  /** `owner/name` on GitHub. */
  repository: string | undefined
  /** What is wrong with the settings themselves. */
  found: Finding[]
}

/** Settings are read with care: the YAML parser compares every key of a map with every other. Characters. */
const longestSettings = 200_000

/**
 * Reads `myst.yml`, or `_toc.yml` and `_config.yml`, at the top of a folder. Settings that cannot be read become
 * findings, and the folder is audited as one without.
 */
export async function readBookSettings(folder: string): Promise<BookSettings> {
  const settings: BookSettings = {
    tocFile: 'myst.yml',
    toc: undefined,
    bibliographies: [],
    abbreviations: [],
    repository: undefined,
    found: [],
  }
  const myst = await readYaml(folder, 'myst.yml', settings)
  const project = myst?.at('project')
  if (project) {
    settings.toc = project.at('toc')?.files(['file'])
    settings.bibliographies = project.at('bibliography')?.strings() ?? []
    settings.abbreviations = project.at('abbreviations')?.keys() ?? []
    settings.repository = repositoryOf(project.at('github')?.text())
  }
  if (settings.toc) return settings
  const toc = await readYaml(folder, '_toc.yml', settings)
  if (toc) {
    settings.tocFile = '_toc.yml'
    settings.toc = toc.files(['root', 'file'])
    const config = await readYaml(folder, '_config.yml', settings)
    settings.bibliographies.push(...(config?.at('bibtex_bibfiles')?.strings() ?? []))
    settings.repository ??= repositoryOf(config?.at('repository')?.at('url')?.text())
  }
  return settings
}

async function readYaml(folder: string, file: string, settings: BookSettings): Promise<Yaml | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, file), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw error
  }
  const report = (line: number, column: number, message: string) =>
    settings.found.push({ ...finding('front-matter', { line, column }, message), file })
  if (text.length > longestSettings) {
    report(1, 1, `it has more than ${longestSettings} characters, so it was not read. Shorten it`)
    return undefined
  }
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' })
  for (const error of document.errors.slice(0, 5)) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
    report(line, col, `this is not valid YAML (${error.message.split(' at line ')[0]}). Correct it`)
  }
  return document.errors.length === 0 && document.contents ? new Yaml(document.contents, counter) : undefined
}

/** A value in YAML, looked into without being built: aliases that multiply stay what they are. */
class Yaml {
  readonly #node: Node
  readonly #counter: LineCounter

  constructor(node: Node, counter: LineCounter) {
    this.#node = node
    this.#counter = counter
  }

  at(key: string): Yaml | undefined {
    const value = isMap(this.#node) ? this.#node.get(key, true) : undefined
    return value && !isAlias(value) ? new Yaml(value as Node, this.#counter) : undefined
  }

  text(): string | undefined {
    return isScalar(this.#node) && typeof this.#node.value === 'string' ? this.#node.value : undefined
  }

  strings(): string[] {
    const own = this.text()
    if (own !== undefined) return [own]
    return isCollection(this.#node)
      ? this.#node.items.flatMap(item => (isScalar(item) && typeof item.value === 'string' ? item.value : []))
      : []
  }

  keys(): string[] {
    return isMap(this.#node) ? this.#node.items.flatMap(({ key }) => (isScalar(key) ? String(key.value) : [])) : []
  }

  /** The values of some keys in all maps below, in order: what a table of contents names, however it is nested. */
  files(keys: readonly string[]): TocEntry[] {
    const entries: TocEntry[] = []
    const look = (node: unknown, depth: number) => {
      if (depth > 50 || !isCollection(node)) return
      for (const item of node.items) {
        if (!isMap(node)) {
          look(item, depth + 1)
          continue
        }
        const { key, value } = item as { key: unknown; value: unknown }
        if (isScalar(key) && keys.includes(String(key.value)) && isScalar(value) && typeof value.value === 'string')
          entries.push({ path: value.value, line: this.#counter.linePos(value.range?.[0] ?? 0).line })
        else look(value, depth + 1)
      }
    }
    look(this.#node, 0)
    return entries
  }
}

/** `owner/name` of what settings call their repository. */
function repositoryOf(text: string | undefined): string | undefined {
  return /^(?:https?:\/\/(?:www\.)?github\.com\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(text ?? '')?.[1]
}
