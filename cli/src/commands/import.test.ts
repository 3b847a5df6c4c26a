import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench

beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write('bees/01-hive.md', '# The Hive\n\nA hive has a queen.\n\nIt is warm.\n')
  await bench.write('bees/02-swarm.md', '# The Swarm\n\nIn May they leave.\n\nThe old queen leads.\n')
  await bench.write('bees/node_modules/left/README.md', '# Not mine\n')
  await bench.write('bees/.obsidian/notes.md', '# Not mine either\n')
})
afterAll(() => bench?.remove())

test('a folder is read, shown, corrected and confirmed; imported again it is brought up to date', async () => {
  const shown = await bench.run(['import', 'bees'])
  expect(shown.code, shown.err).toBe(0)
  expect(shown.out).toMatch(/b\d+ +The Hive +chapter +\d+ words +\d+ %/)
  expect(shown.out).toContain('No chapter is made yet.')
  expect(shown.out).not.toContain('Not mine')
  const id = /structure confirm (\S+)/.exec(shown.out)![1]!
  const item = /(b\d+) +The Swarm/.exec(shown.out)![1]!

  const blocks = await bench.run(['structure', id, '--blocks', '0-1', '--json'])
  expect(blocks.events).toMatchObject([{ event: 'block', block: 0, text: 'The Hive' }, { block: 1 }])
  const edited = await bench.run([
    'structure',
    'edit',
    id,
    '--rename',
    `${item}=Swarms`,
    '--kind',
    `${item}=back`,
    '--json',
  ])
  expect(edited.events, edited.err).toMatchObject([{ event: 'structure', version: 2 }])
  const refused = await bench.run(['structure', 'edit', id, '--merge', 'b99'])
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('There is no item b99')
  const confirmed = await bench.run(['structure', 'confirm', id])
  expect(confirmed.out, confirmed.err).toMatch(/added +The Hive\nadded +Swarms/)

  await bench.write('bees/01-hive.md', '# The Hive\n\nA hive has one queen.\n\nIt is warm.\n')
  const again = await bench.run(['import', 'bees', '--book', 'bees', '--yes', '--json'])
  expect(again.code, again.err).toBe(0)
  expect(again.events.at(-1)).toMatchObject({
    event: 'imported',
    chapters: [
      { title: 'The Hive', outcome: 'updated' },
      { title: 'The Swarm', outcome: 'updated' },
    ],
  })
  const list = await bench.run(['structures', 'bees'])
  expect(list.out.match(/bees\.zip +markdown +confirmed/g)).toHaveLength(2)
}, 400_000)

test('what cannot be read says why, and makes nothing', async () => {
  await bench.write('broken.epub', 'PK\u0003\u0004 and nothing else')
  const { code, err } = await bench.run(['import', 'broken.epub', '--yes'])
  expect(code).toBe(1)
  expect(err).toMatch(/broken\.epub.*whole/)
  const missing = await bench.run(['import', 'none.epub'])
  expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('none.epub')])
}, 240_000)
