import type { Addition } from '@octavo/manuscript'
import { type AdditionTask, groundOf, impossible } from './ground.ts'

export function composeAddition(task: AdditionTask): Addition {
  groundOf(task)
  return impossible('not yet')
}
