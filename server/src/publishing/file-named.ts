/**
 * The file a page means by a path. Chapters name files from the root of the book, as in `images/queue.png`; read as a
 * page of `chapters/`, that is a path in that folder.
 */
export function fileNamed<File>(files: ReadonlyMap<string, File>, path: string): File | undefined {
  return files.get(path) ?? files.get(path.replace(/^chapters\//, ''))
}
