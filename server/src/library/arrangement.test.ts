import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrangementOf, place, placesOf, take, withDescendants } from './arrangement.ts'

const step = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), under: fc.nat(), at: fc.nat(8) }),
  fc.record({ do: fc.constant('move' as const), item: fc.nat(), under: fc.nat(), at: fc.nat(8) }),
  fc.record({ do: fc.constant('delete' as const), item: fc.nat() }),
)

test('any sequence of moves, insertions and deletions leaves a tree without gaps in which nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const arrangement = arrangementOf([])
      const alive = new Set<string>()
      const pick = (index: number) => [...alive][index % Math.max(1, alive.size)]
      const parent = (index: number) => [null, ...alive][index % (alive.size + 1)] ?? null
      for (const [index, change] of steps.entries()) {
        if (change.do === 'insert') {
          expect(place(arrangement, `i${index}`, parent(change.under), change.at)).toBe(true)
          alive.add(`i${index}`)
        } else {
          const item = pick(change.item)
          if (!item) continue
          if (change.do === 'move') {
            const under = parent(change.under)
            const cyclic = under !== null && withDescendants(arrangement, item).includes(under)
            expect(place(arrangement, item, under, change.at)).toBe(!cyclic)
          } else {
            const doomed = withDescendants(arrangement, item)
            take(arrangement, item)
            for (const id of doomed) {
              arrangement.delete(id)
              alive.delete(id)
            }
          }
        }
        const reachable = arrangement.get(null)!.flatMap(id => withDescendants(arrangement, id))
        expect(reachable.toSorted()).toEqual([...alive].toSorted())
        for (const [parentId, placed] of Map.groupBy(placesOf(arrangement), item => item.parent_id)) {
          expect(placed.map(item => item.position)).toEqual(placed.map((_, position) => position))
          expect(placed.map(item => item.id)).toEqual(arrangement.get(parentId))
        }
      }
    }),
  )
})
