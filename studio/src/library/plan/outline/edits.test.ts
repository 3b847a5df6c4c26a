import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as edits from './edits.ts'
import { eachNode, type Node, rowsOf } from './tree.ts'

const node = (title: string, kind: Node['kind'], sections: string[], children: Node[] = []): Node => ({
  key: title,
  kind,
  title,
  synopsis: '',
  objectives: [],
  targetWords: null,
  status: 'pending',
  sections: sections.map(name => ({ title: name, synopsis: '', passages: [name] })),
  chapter: null,
  children,
})
const written = (title: string): Node => ({
  ...node(title, 'chapter', []),
  chapter: { id: title, status: 'draft', words: 9, version: 1 },
})

const outline = () => [
  node('front', 'front', []),
  node('part', 'part', [], [node('a', 'chapter', ['a1', 'a2']), written('kept'), node('b', 'chapter', ['b1'])]),
  node('c', 'chapter', ['c1', 'c2', 'c3']),
  node('empty', 'part', []),
]
const passages = (nodes: readonly Node[]) =>
  [...eachNode(nodes)].flatMap(one => one.sections.flatMap(section => section.passages)).sort()

const acts = {
  up: (nodes, row) => edits.carry(nodes, row, -1),
  down: (nodes, row) => edits.carry(nodes, row, 1),
  nest: edits.nest,
  unnest: edits.unnest,
  split: edits.split,
  join: edits.join,
} satisfies Record<string, (nodes: Node[], row: ReturnType<typeof rowsOf>[number]) => edits.Edit | edits.Refusal>

test('whatever is rearranged, no passage, no text and no line is lost, and the focus stands on a line', () => {
  const step = fc.tuple(fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])), fc.nat())
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      let nodes = outline()
      for (const [act, at] of steps) {
        const rows = rowsOf(nodes, new Set())
        const edit = acts[act](nodes, rows[at % rows.length]!)
        if ('refused' in edit) continue
        nodes = edit.nodes
        const keys = rowsOf(nodes, new Set()).map(row => row.key)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys).toContain(edit.focus)
        expect(passages(nodes)).toEqual(passages(outline()))
        expect([...eachNode(nodes)].filter(one => one.chapter).map(one => one.key)).toEqual(['kept'])
        for (const part of [...eachNode(nodes)].filter(one => one.kind === 'part')) expect(nodes).toContain(part)
      }
    }),
  )
})

test('what has text is neither deleted nor made a section', () => {
  const nodes = outline()
  const rows = rowsOf(nodes, new Set())
  const row = rows.find(one => one.key === 'kept')!
  expect(edits.remove(nodes, row, rows)).toMatchObject({ refused: expect.stringContaining('has text') })
  expect(edits.remove(nodes, rows.find(one => one.key === 'part')!, rows)).toHaveProperty('refused')
  expect(edits.nest(nodes, row)).toHaveProperty('refused')
})
