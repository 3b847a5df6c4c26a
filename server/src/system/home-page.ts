import { html } from 'hono/html'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { type Html, page } from './page.ts'
import { version } from './version.ts'

/** What is running, and where to go from here. */
export async function homePage(octavo: Octavo, caller: Caller | undefined): Promise<Html> {
  const own = caller && (await readOwn(octavo, caller))
  const database = octavo.database.kind === 'embedded' ? 'embedded in this process' : 'PostgreSQL'
  return page(
    'Running',
    html`<h1>Octavo is running</h1>
<p class="lead">One manuscript, folded into every form it can take.</p>
<dl>
<dt>Version</dt><dd>${version}</dd>
<dt>Database</dt><dd>${database}</dd>
<dt>Running for</dt><dd>${duration(Date.now() - octavo.startedAt.getTime())}</dd>
${
  own
    ? html`<dt>Signed in as</dt><dd>${own.name} <form method="post" action="/sign-out" class="inline"><button class="quiet">Sign out</button></form></dd>
<dt>Books</dt><dd>${own.books}</dd>
<dt>Jobs</dt><dd>${own.running} under way, ${own.jobs} in all</dd>`
    : html`<dt>Signed in as</dt><dd>nobody: <a href="/sign-in">sign in</a>${
        octavo.database.kind === 'embedded' ? ', or open the link printed where Octavo was started' : ''
      }</dd>`
}
</dl>
<h2>From here</h2>
<p><a href="/docs">API documentation</a>, to try in the browser · <a href="/openapi.json">openapi.json</a>, for programs</p>
<p>In a terminal: <code>npx octavo write examples/job-queues --out out/</code></p>`,
  )
}

function readOwn(octavo: Octavo, caller: Caller) {
  return octavo.database.asUser(caller, async tx => {
    const person = await tx
      .selectFrom('identity.profiles')
      .select('name')
      .where('user_id', '=', caller.userId)
      .executeTakeFirst()
    const books = await tx
      .selectFrom('library.books')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow()
    const jobs = await tx
      .selectFrom('generation.generations')
      .select(eb => eb.fn.countAll<number>().as('all'))
      .select(eb =>
        eb.fn.countAll<number>().filterWhere('state', 'in', ['queued', 'running', 'streaming']).as('running'),
      )
      .where('parent_id', 'is', null)
      .executeTakeFirstOrThrow()
    return { name: person?.name ?? '', books: books.count, jobs: jobs.all, running: jobs.running }
  })
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}
