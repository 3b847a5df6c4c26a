import type { BookFiles, RemotePicture } from './press-book.ts'

/**
 * Asks for the pictures among these that are on the web, each address once. The answer has them by their address as
 * written; none where the book fetches nothing. `onPicture` is told the path of each as soon as it is there.
 */
export async function fetchPictures(
  files: BookFiles,
  urls: readonly string[],
  onPicture?: (path: string) => void,
): Promise<ReadonlyMap<string, RemotePicture>> {
  const fetched = new Map<string, RemotePicture>()
  if (!files.fetch) return fetched
  const fetchOne = async (url: string) => {
    const picture = await files.fetch!(url.startsWith('//') ? `https:${url}` : url)
    fetched.set(url, picture)
    if ('path' in picture) onPicture?.(picture.path)
  }
  await Promise.all([...new Set(urls)].filter(url => /^(https?:)?\/\//i.test(url)).map(fetchOne))
  return fetched
}
