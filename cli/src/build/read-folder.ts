import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { chaptersOf, itemsOf, proposeStructure, type Structure, type StructureItem } from '@octavo/manuscript/pages'
import { readUpload, type Upload, UploadError } from '@octavo/manuscript/uploads'
import type { PressBook, PressPage } from '@octavo/press'
import { glob } from 'tinyglobby'
import { YAMLParseError } from 'yaml'
import { Failure } from '../failure.ts'
import { FetchedPictures } from './fetched-pictures.ts'
import { folderSettings, namedUuid } from './folder-settings.ts'

/** Folders nobody writes by hand. */
export const passedOver = ['**/node_modules/**', '**/_build/**', '**/venv/**', '**/.*/**', '**/.*']

const texts = /\.(md|myst|markdown|ipynb|bib|ya?ml)$/i
const pictures = /^(images\/|assets\/)?cover\.(png|jpe?g|webp|svg)$/i

export interface FolderBook {
  book: PressBook
  /** What of the folder is not read as it was meant, in words. */
  warnings: string[]
}

/**
 * Reads a folder as a book: MyST, a Jupyter Book or plain Markdown, in the order of its table of contents. Pictures are
 * read when they are printed; those it shows from the web come into it then. Throws Failure for a folder that is none.
 */
export async function readFolder(folder: string, fetched = new FetchedPictures(folder)): Promise<FolderBook> {
  const root = await realpath(resolve(folder))
  const paths = await glob('**/*', {
    cwd: root,
    ignore: passedOver,
    dot: false,
    followSymbolicLinks: false,
    onlyFiles: true,
  })
  const files = new Map<string, Uint8Array>()
  let modified = 0
  for (const path of paths.filter(path => texts.test(path)).sort()) {
    files.set(path, await readFile(join(root, path)))
    modified = Math.max(modified, (await stat(join(root, path))).mtimeMs)
  }
  const upload = await read(files, folder)
  const settings = await settingsOf(files, folder)
  const pages = pagesOf(upload, proposeStructure(upload), files)
  const { title, subtitle, authors = [], language = 'en', description, publisher, rights, keywords } = upload.metadata
  const known = new Set(paths)
  const warnings = [...upload.warnings]
  const thumbnail = await findThumbnail(settings.cover, known, fetched)
  if ('reason' in thumbnail) warnings.push(`${settings.cover} is not the cover: ${thumbnail.reason}.`)
  const cover = [thumbnail.path, upload.cover, paths.find(path => pictures.test(path))].find(
    path => path !== undefined && (known.has(path) || fetched.has(path)),
  )
  const name = title ?? basename(root)
  const book: PressBook = {
    id: settings.id ?? namedUuid(JSON.stringify([name, authors])),
    title: name,
    authors,
    language,
    modified: new Date(modified),
    pages,
    files: {
      has: path => known.has(path) || upload.images.has(path) || fetched.has(path),
      read: path =>
        fetched.has(path) && !known.has(path) ? fetched.read(path) : readWithin(root, path, upload.images.get(path)),
      fetch: url => fetched.fetch(url),
    },
    numberedSections: settings.numberedSections,
    macros: settings.macros,
    abbreviations: settings.abbreviations,
    ...given({
      subtitle,
      description,
      publisher,
      rights,
      keywords,
      cover,
      isbn: settings.isbn,
      bibliography: upload.bibliography,
    }),
  }
  return { book, warnings }
}

/** The picture that the settings name as the cover, fetched where it is on the web; why there is none where it cannot be had. */
async function findThumbnail(
  named: string | undefined,
  known: ReadonlySet<string>,
  fetched: FetchedPictures,
): Promise<{ path?: string } | { path?: undefined; reason: string }> {
  if (named === undefined) return {}
  if (/^https?:/.test(named)) return fetched.fetch(named)
  return known.has(named) ? { path: named } : { reason: 'there is no such file. Correct "thumbnail" in myst.yml' }
}

async function read(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<Upload> {
  try {
    // Pages are parsed when they are bound. One that is alone may hold a whole book.
    const pages = [...files.keys()].filter(path => /\.(md|myst|markdown|ipynb)$/i.test(path))
    return await readUpload(files, { wholePages: pages.length > 1 })
  } catch (error) {
    if (!(error instanceof UploadError)) throw error
    throw new Failure(`${folder} cannot be printed: ${error.message}`, 'Name the folder of a book.', { exitCode: 2 })
  }
}

async function settingsOf(files: ReadonlyMap<string, Uint8Array>, folder: string) {
  const bytes = files.get('myst.yml') ?? files.get('myst.yaml')
  try {
    return folderSettings(bytes && new TextDecoder().decode(bytes))
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw new Failure(`${join(folder, 'myst.yml')}: ${error.message.split('\n')[0]}`, 'Mend it.', { exitCode: 2 })
  }
}

async function readWithin(root: string, path: string, made: Uint8Array | undefined): Promise<Uint8Array> {
  if (made) return made
  const real = await realpath(join(root, path))
  if (!real.startsWith(root + sep)) throw new Failure(`${path} leads out of the book.`, 'Put the file itself there.')
  return readFile(real)
}

/** The pages of a folder as they stand in it; where one file holds many chapters, each is a page. */
function pagesOf(upload: Upload, structure: Structure, files: ReadonlyMap<string, Uint8Array>): PressPage[] {
  const whole = [...itemsOf(structure.items)].every(
    ({ start, end }) =>
      start === end ||
      (upload.blocks[start - 1]?.file !== upload.blocks[start]!.file &&
        upload.blocks[end]?.file !== upload.blocks[start]!.file),
  )
  const chapters = whole ? undefined : new Map(chaptersOf(upload, structure).map(chapter => [chapter.id, chapter]))
  const pageOf = (item: StructureItem): PressPage[] => {
    const children = item.children.flatMap(pageOf)
    if (item.kind === 'excluded') return children
    const chapter = chapters?.get(item.id)
    const file = upload.blocks[item.start]?.file
    const text =
      item.start === item.end
        ? ''
        : chapter
          ? chapter.text
          : textOf(file!, files, upload.blocks.slice(item.start, item.end))
    return [
      {
        file: item.start === item.end ? `parts/${item.id}` : chapter ? `${chapter.slug}.md` : file!,
        kind: item.kind,
        title: [item.number, item.title].filter(Boolean).join(': '),
        text,
        ...(children.length > 0 && { children }),
      },
    ]
  }
  return structure.items.flatMap(pageOf)
}

/** A page of Markdown as it is, a notebook as it was read. */
function textOf(file: string, files: ReadonlyMap<string, Uint8Array>, blocks: Upload['blocks']): string {
  if (!/\.ipynb$/i.test(file)) return new TextDecoder().decode(files.get(file))
  return `${blocks.map(block => block.text).join('\n\n')}\n`
}

function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
