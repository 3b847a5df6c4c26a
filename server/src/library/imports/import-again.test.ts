import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { bees, zip } from './books.fixture.ts'
import { importer, outcomes, titles } from './importer.fixture.ts'

let server: TestServer
let worker: Worker | undefined
let ann: TestPerson
const { ask, given, confirm, outline, text } = importer(() => ({ server, owner: ann }))

beforeAll(async () => {
  server = await startTestServer()
  worker = await startWorker(server.octavo)
  ann = await server.signUp('Ann')
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
})

describe('a folder that is imported again', () => {
  let book: string
  let before: Record<string, { item: string; chapter: string }>
  const places = async () => {
    const all = (items: { title: string; id: string; chapter: { id: string } | null; children: never[] }[]): never[] =>
      items.flatMap(({ title, id, chapter, children }) => [
        [title, { item: id, chapter: chapter?.id }] as never,
        ...all(children),
      ])
    return Object.fromEntries(all(await outline(book)))
  }
  const write = async (chapter: string, change: (text: string) => string) => {
    const { headers, body } = await ask('GET', `/chapters/${chapter}`)
    const saved = await ask('PUT', `/chapters/${chapter}`, { content: change(body.content) }, undefined, {
      'if-match': headers.get('etag')!,
    })
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  }
  const again = async (changes: Record<string, string>, how: object = {}) => {
    const proposed = await given('bees.zip', zip({ ...bees, ...changes }), book)
    const confirmed = await confirm(proposed.id, how)
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
    return confirmed
  }

  beforeAll(async () => {
    const proposed = await given('bees.zip', zip(bees))
    book = proposed.bookId
    const confirmed = await confirm(proposed.id)
    expect(outcomes(confirmed)).toEqual({
      Welcome: 'added',
      Summer: 'added',
      'The Hive': 'added',
      'The Swarm': 'added',
    })
    expect(titles(await outline(book))).toEqual(['Welcome', ['Summer', ['The Hive', 'The Swarm']]])
    before = await places()
    const files = (await ask('GET', `/books/${book}/files`)).body.items
    expect(files.map((file: { kind: string; name: string }) => `${file.kind} ${file.name}`)).toEqual(
      expect.arrayContaining(['image images/bee.png', 'bibliography references.bib']),
    )
    expect(await text(before['The Hive']!.chapter)).toBe(bees['hive.md'])
  })

  test('changes nothing when nothing changed', async () => {
    expect(outcomes(await again({}))).toEqual({
      Welcome: 'unchanged',
      Summer: 'unchanged',
      'The Hive': 'unchanged',
      'The Swarm': 'unchanged',
    })
    expect(await places()).toEqual(before)
  })

  test('updates in place what nobody edited, and merges what its author did', async () => {
    await write(before['The Swarm']!.chapter, old => old.replace('The old queen leads.', 'The old queen leads them.'))
    const changed = {
      'hive.md': bees['hive.md'].replace('a queen.', 'one queen.'),
      'swarm.md': bees['swarm.md'].replace('In May', 'In June'),
    }
    expect(outcomes(await again(changed))).toMatchObject({ 'The Hive': 'updated', 'The Swarm': 'merged' })
    expect(await places()).toEqual(before)
    expect(await text(before['The Hive']!.chapter)).toBe(changed['hive.md'])
    const merged = '# The Swarm\n\nIn June they leave.\n\nThe old queen leads them.\n'
    expect(await text(before['The Swarm']!.chapter)).toBe(merged)
    // What was merged is the author's still, and no later import takes it away.
    expect(outcomes(await again({ ...changed, 'swarm.md': bees['swarm.md'] }))).toMatchObject({ 'The Swarm': 'merged' })
    expect(await text(before['The Swarm']!.chapter)).toBe(merged.replace('June', 'May'))
  })

  test('keeps what was edited where the import changes it, and says so; replaces it when told', async () => {
    await write(before.Welcome!.chapter, old => old.replace('from the beginning', 'from spring to winter'))
    const changed = { 'index.md': bees['index.md'].replace('from the beginning', 'as they are') }
    const proposed = await given('bees.zip', zip({ ...bees, ...changed }), book)
    const previewed = await confirm(proposed.id, { preview: true, conflicts: 'replace' })
    expect(outcomes(previewed)).toMatchObject({ Welcome: 'updated' })
    expect(await text(before.Welcome!.chapter)).toContain('from spring to winter')
    expect((await ask('GET', `/structures/${proposed.id}`)).body).toMatchObject({ state: 'proposed', version: 1 })
    const told = await confirm(proposed.id)
    expect(outcomes(told)).toMatchObject({ Welcome: 'conflict' })
    expect(await text(before.Welcome!.chapter)).toContain('from spring to winter')
    expect(outcomes(await again(changed, { conflicts: 'replace' }))).toMatchObject({ Welcome: 'updated' })
    expect(await text(before.Welcome!.chapter)).toContain('as they are')
    expect(await places()).toEqual(before)
  })

  test('writes no file over one that its author changed or gave, unless told', async () => {
    const shas = async () => {
      const { items } = (await ask('GET', `/books/${book}/files?limit=200`)).body
      return Object.fromEntries(items.map((file: { name: string; sha256: string }) => [file.name, file.sha256]))
    }
    const put = (kind: string, name: string, content: string) =>
      ask('PUT', `/books/${book}/files?kind=${kind}&name=${name}`, content)
    const own = (await put('bibliography', 'references.bib', '@book{own,\n title = {Mine}}\n')).body.sha256
    const drawn = (
      await put('image', 'images/comb.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    ).body.sha256
    const comb = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'
    const changed = {
      'images/comb.svg': comb,
      'refs.bib': bees['refs.bib'].replace('1954', '1967'),
      'hive.md': `${bees['hive.md']}\n![A comb](images/comb.svg)\n`,
    }
    const { body } = await again(changed)
    expect(body.warnings).toEqual(['references.bib: you changed it since the last import, and it stays.'])
    expect(await shas()).toMatchObject({ 'references.bib': own, 'images/comb.svg': drawn })
    expect(await text(before['The Hive']!.chapter)).toContain('![A comb](images/comb-2.svg)')
    expect((await again(changed, { conflicts: 'replace' })).body.warnings).toEqual([])
    const replaced = await shas()
    expect(replaced['references.bib']).not.toBe(own)
    expect(replaced['images/comb.svg']).toBe(drawn)
    expect(Object.keys(replaced)).not.toContain('images/comb-3.svg')
  })

  test('adds what is new where it stands, follows a new title, and leaves what no longer comes', async () => {
    const toc = bees['myst.yml']
      .replace('        - file: swarm.md\n', '')
      .replace('        - file: hive.md', '        - file: eggs.md\n        - file: hive.md')
    const changed = await again({
      'myst.yml': toc,
      'index.md': bees['index.md'].replace('Welcome', 'Hello'),
      'eggs.md': '# Eggs\n\nOne a cell.\n',
    })
    expect(outcomes(changed)).toMatchObject({ Hello: 'updated', Eggs: 'added', 'The Swarm': 'gone' })
    expect(titles(await outline(book))).toEqual(['Hello', ['Summer', ['Eggs', 'The Hive', 'The Swarm']]])
    expect((await places()).Hello).toEqual(before.Welcome)
    const list = (await ask('GET', `/books/${book}/structures?limit=2`)).body
    expect(list.items).toHaveLength(2)
    expect(list.next).not.toBeNull()
  })
})
