import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bookKinds } from '@octavo/manuscript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProgram } from './program/program.ts'
import { makeWorkbench, type Running, type Workbench } from './run-octavo.fixture.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench()
  const notes = {
    'notes/1-hive.md': `# The hive

A *hive* is the house of a colony. The colony fills it from the top with honey and from the middle with brood. A keeper
who lifts the lid in winter costs the bees a week of warmth. Wooden walls breathe, and walls of straw breathe better.

## The frame

A frame hangs from the top bar and carries one comb. Frames that touch are glued together within days. The gap between
two frames is eight millimetres, because bees fill what is narrower with resin and what is wider with comb.`,
    'notes/2-honey.md': `# Honey

Honey is nectar that the bees have dried. They fan it with their wings until four fifths of the water are gone. Honey
that is taken too early ferments in the jar. A full comb is sealed with wax, and the seal is the sign to harvest.

## Harvest

The keeper cuts the seal with a warm knife and spins the frames. One frame gives two kilograms in a good year. What is
left in the comb goes back to the bees, who clean it overnight.`,
  }
  for (const [path, text] of Object.entries(notes)) await bench.write(path, text)
  await bench.write('brief.md', '---\ntitle: "Bees: A Primer"\nchapters: 2\nsources: ["notes/*.md"]\n---\n')
})
afterAll(() => bench.remove())

test('help answers at once, and knows the kinds of book a brief knows', async () => {
  const nothing = await bench.run([])
  expect(nothing).toMatchObject({ code: 0, err: '' })
  expect(nothing.out).toContain('octavo write')
  const write = createProgram(() => {}).commands.find(command => command.name() === 'write')!
  expect(write.options.find(option => option.long === '--kind')?.argChoices).toEqual([...bookKinds])
})

describe('the main job', () => {
  test('makes a book folder and tells programs what happens, one event a line', async () => {
    const { code, events, out, err } = await bench.run(['write', '.', '--out', 'bees', '--yes', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.trim().split('\n')).toHaveLength(events.length)
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['book', 'planned', 'estimate', 'chapter']))
    const written = events.at(-1)!
    expect(written).toMatchObject({ event: 'written', chapters: 2, cost: 0 })
    expect(written.found).toBe(written.sentences)
    expect(written.share).toBeGreaterThan(0.5)
    expect(await readFile(join(bench.folder, 'bees/myst.yml'), 'utf8')).toContain('title: "Bees: A Primer"')
    const record = JSON.parse(await readFile(join(bench.folder, 'bees/.octavo.json'), 'utf8'))
    expect(Object.keys(record.files).filter(path => path.startsWith('chapters/'))).toHaveLength(2)
  })

  test('run again writes nothing twice and keeps what was edited', async () => {
    const index = join(bench.folder, 'bees/index.md')
    await writeFile(index, 'mine')
    const { code, out } = await bench.run(['write', '--out', 'bees'])
    expect(code).toBe(0)
    expect(out).toContain('nothing was left to do')
    expect(out).toContain('Kept your index.md')
    expect(await readFile(index, 'utf8')).toBe('mine')
    const jobs = await bench.run(['jobs', '--json'])
    expect(jobs.events.map(({ kind, state }) => [kind, state])).toEqual([
      ['write', 'completed'],
      ['outline', 'completed'],
    ])
  })

  test('does not write unasked', async () => {
    const { code, out, err } = await bench.run(['write', '--out', 'unasked'])
    expect(code).toBe(1)
    expect(out).toMatch(/^ {3}1\.1 {2}\S/m)
    expect(err).toContain('--yes')
  })
})

describe('beside a server', () => {
  let server: Running
  let url: string
  beforeAll(async () => {
    server = bench.start(['serve', '--port', '0', '--json'])
    await server.until('\n')
    url = JSON.parse(server.out.split('\n')[0]!).url
  })
  afterAll(async () => {
    server.process.kill()
    await server.ended
  })

  /** Runs a command that must fail; gives what it said to standard error. */
  async function refusal(command: string[], exitCode = 1): Promise<string> {
    const { code, err, out } = await bench.run(command)
    expect({ code, out }).toEqual({ code: exitCode, out: '' })
    return err
  }

  test('a broken brief is refused, with every line at fault', async () => {
    await bench.write('broken.md', '---\ntitle: "Bees"\nchapters: twelve\nwords: -3\n---\n')
    const said = await refusal(['write', 'broken.md'])
    expect(said).toMatch(/broken\.md:3: .*chapters/)
    expect(said).toMatch(/broken\.md:4: .*words/)
  })

  test('empty, binary and large sources are refused, and a folder of somebody else', async () => {
    await bench.write('odd/empty.md', '')
    await bench.write('odd/scan.md', '%PDF-1.7\n')
    await bench.write('odd/large.md', '')
    await truncate(join(bench.folder, 'odd/large.md'), 200_000_000)
    const said = await refusal(['write', 'odd', '--title', 'Odd'])
    expect(said).toContain('empty.md is empty')
    expect(said).toMatch(/scan\.md .*PDF/)
    expect(said).toMatch(/large\.md has 200 MB/)
    expect(await refusal(['write', '--out', 'notes'])).toContain('not a book of Octavo')
  })

  test('a misused command ends with exit code 2', async () => {
    expect(await refusal(['wirte'], 2)).toContain('write')
    expect(await refusal(['write', '--chapters', 'twelve'], 2)).toContain('1 to 200')
    expect(await refusal(['migrate', 'down'], 2)).toContain('--yes')
  })

  test('a private address and an unknown model leave nothing behind', async () => {
    expect(await refusal(['write', '--source', 'http://127.0.0.1:9/', '--out', 'no'])).toContain('127.0.0.1')
    expect(await refusal(['write', '--model', 'anthropic/claude-sonet-5', '--out', 'no'])).toContain('Did you mean')
    await expect(stat(join(bench.folder, 'no'))).rejects.toThrow('ENOENT')
    const books = await bench.run(['books', '--json'])
    expect(books.events.map(({ title }) => title)).toEqual(['Bees: A Primer', 'Bees: A Primer'])
  })

  test('which holds the data directory, that is used, until it is gone', async () => {
    const doctor = await bench.run(['doctor'])
    expect(doctor).toMatchObject({ code: 0, err: '' })
    expect(doctor.out).toContain(url)
    const stranger = await bench.run(['books'], { OCTAVO_URL: url })
    expect(stranger).toMatchObject({ code: 1, out: '' })
    expect(stranger.err).toContain('OCTAVO_TOKEN')
    server.process.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect((await bench.run(['books'], { OCTAVO_URL: url })).err).toContain('does not answer')
  })
})

test('a worker that holds the data directory is named', async () => {
  const worker = bench.start(['worker'])
  await worker.until('running')
  const busy = await bench.run(['books'])
  expect(busy.code).toBe(1)
  expect(busy.err).toContain(`process ${worker.process.pid}`)
  worker.process.kill('SIGINT')
  expect((await worker.ended).code).toBe(0)
})
