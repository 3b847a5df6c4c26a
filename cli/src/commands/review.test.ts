import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../api/ask.ts'
import { connect } from '../api/connect.ts'
import { makeWorkbench, type Running, type Workbench } from '../run-octavo.fixture.ts'

const first = '# The hive\n\nThe old hive stands in the garden.\n\nThe end.\n'
const second = '# The hive\n\nThe new hive stands in the garden.\n\nThe end.\n'

let bench: Workbench
let server: Running
beforeAll(async () => {
  bench = await makeWorkbench()
  // One server for all commands, which find it by the data directory: each of them then starts quickly.
  server = bench.start(['serve', '--port', '0', '--no-worker', '--json'])
  await server.until('\n')
  const { api, close } = await connect({
    variables: {},
    url: undefined,
    token: undefined,
    dataDirectory: join(bench.folder, 'data'),
    editor: undefined,
    command: 'octavo',
    unicode: true,
  })
  try {
    const book = await ask(api.v1.books.$post({ json: { title: 'Bees' } }))
    const param = { id: book.id }
    const made = await ask(api.v1.books[':id'].chapters.$post({ param, json: { title: 'The hive', content: first } }))
    await ask(api.v1.books[':id'].chapters.$post({ param, json: { title: 'The honey', content: 'Sweet.' } }))
    const chapter = api.v1.chapters[':id']
    const of = { param: { id: made.id } }
    await ask(
      chapter.$put({ ...of, json: { content: second, note: 'Another hive' } }, { headers: { 'If-Match': '"v1"' } }),
    )
    const start = second.indexOf('the garden')
    const passage = { version: 2, start, end: start + 10 }
    const { id } = await ask(chapter.comments.$post({ ...of, json: { body: 'Which \x1b[31mgarden?', passage } }))
    await ask(chapter.comments.$post({ ...of, json: { body: 'Ours.', parentId: id } }))
    const gone = await ask(chapter.comments.$post({ ...of, json: { body: 'Resolved long ago.' } }))
    await ask(api.v1.comments[':id'].resolve.$post({ param: { id: gone.id } }))
    const content = second.replace('stands', 'stood')
    await ask(chapter.suggestions.$post({ ...of, json: { version: 2, content, reason: 'It was.' } }))
  } finally {
    await close()
  }
}, 120_000)
afterAll(async () => {
  server?.process.kill('SIGTERM')
  await server?.ended
  await bench?.remove()
})

async function say(command: string[], environment?: Record<string, string>): Promise<string> {
  const { code, out, err } = await bench.run(command, environment)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

test('versions of a chapter, named by number, slug or id, are listed and compared by words', async () => {
  const listed = await bench.run(['versions', 'bees', '1', '--json'])
  expect(listed.events.map(({ number, changeType, note }) => [number, changeType, note])).toEqual([
    [2, 'edited', 'Another hive'],
    [1, 'edited', ''],
  ])
  expect(await say(['versions', 'bees', 'the-hi'])).toMatch(/^ +2 {2}edited .* Another hive$/m)
  const plain = await say(['versions', 'bees', 'the-hive', '--compare', '1', '2'])
  expect(plain).toContain('The [-old-]{+new+} hive stands in the garden.')
  const coloured = await say(['versions', 'bees', '1', '--compare', '1', '2'], { FORCE_COLOR: '1' })
  expect(coloured).toContain('\x1b[31m')
  expect(coloured).not.toContain('[-old-]')
  const { events } = await bench.run(['versions', 'bees', '1', '--compare', '2', '1', '--json'])
  expect(events).toMatchObject([{ event: 'comparison', from: { number: 2 }, to: { number: 1 } }])
})

test('a version is labelled and restored', async () => {
  expect(await say(['versions', 'bees', '1', '--label', '1', 'Sent to print'])).toContain('labelled "Sent to print"')
  expect(await say(['versions', 'bees', '1', '--restore', '1'])).toContain('as version 3')
  expect(await say(['versions', 'bees', '1'])).toMatch(/^ +1 .* Sent to print$/m)
})

test('comments and suggestions are shown where they stand now', async () => {
  const out = await say(['comments', 'bees'])
  expect(out).toContain('1 open comment, 1 open suggestion.')
  expect(out).toMatch(/, line 3 /)
  expect(out).toContain('    > the garden')
  // What somebody typed does not colour anybody's screen.
  expect(out).toContain('    Which [31mgarden?')
  expect(out).toContain('      Ours.')
  expect(out).toContain('1. "stands" → "stood"')
  expect(out).not.toContain('long ago')
  expect(await say(['comments', 'bees', '--all'])).toContain('Resolved long ago.')
})

test('what is not there is said, with what to do', async () => {
  const refusal = async (command: string[], exitCode: number) => {
    const { code, err, out } = await bench.run(command)
    expect({ code, out }).toEqual({ code: exitCode, out: '' })
    return err
  }
  expect(await refusal(['versions', 'bees', '3'], 1)).toContain('octavo show bees')
  expect(await refusal(['versions', 'bees', 'the'], 1)).toContain('the-hive, the-honey')
  expect(await refusal(['versions', 'bees', '1', '--compare', '1'], 2)).toContain('--compare 3 7')
  expect(await refusal(['versions', 'bees', '1', '--compare', '1', '99'], 1)).toContain('version 99')
  expect(await refusal(['versions', 'bees', '1', '--label', 'x', 'y'], 2)).toContain('not the number of a version')
  expect(await refusal(['versions', 'bees', '1', '--restore', '1', '--compare', '1', '2'], 2)).toContain('one of')
})
