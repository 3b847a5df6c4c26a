import type { BookAudit, Finding, RuleId } from '@octavo/manuscript'
import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { findBook } from '../commands/books.ts'
import { Failure } from '../failure.ts'

type Stored = Answer<Awaited<ReturnType<Client['v1']['books'][':id']['audit']['$get']>>>

/** Audits a book of the installation, on request with its links to the web; it is named by its id or slug. */
export async function auditStored(api: Client, name: string, { links }: { links: boolean }): Promise<BookAudit> {
  const { id } = await namedBook(api, name)
  const route = api.v1.books[':id'].audit
  const audit = links
    ? await ask(route.$post({ param: { id }, json: { links: true } }))
    : await ask(route.$get({ param: { id }, query: {} }))
  if (audit.chapters.length === 0) {
    throw new Failure('This book has no text yet.', `Write it first: octavo write, then audit "${name}" again.`)
  }
  return toAudit(audit)
}

/** The book of that name; the name was none of a folder. Throws Failure as for any misuse: exit code 1 stands for findings. */
async function namedBook(api: Client, name: string): Promise<{ id: string }> {
  try {
    return await findBook(api, name)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(`There is no folder ${name}. ${error.message}`, error.remedy, { exitCode: 2 })
  }
}

/** An audit as it was kept, as the audit it was. */
function toAudit(stored: Stored): BookAudit {
  return {
    ...judged(stored),
    pages: stored.chapters.map(chapter => ({ ...judged(chapter), file: chapter.file })),
  }
}

function judged({ score, words, counts, silenced, features, findings }: Omit<Stored, 'chapters'>) {
  return {
    score,
    words,
    counts,
    silenced: silenced as Partial<Record<RuleId, number>>,
    features: { wanted: features.total, found: features.found },
    // The server has the same registry of rules.
    findings: findings as Finding[],
  }
}
