/** What somebody wants to write today, and has. */
export interface Goal {
  words: number
  written: number
}

const usual = 600
const keyOf = (userId: string) => `octavo-goal:${userId}`

interface Kept extends Goal {
  day: string
}

const today = () => new Date().toLocaleDateString('sv')

/** Today's goal of a person on this machine, and the words added since midnight. */
export function readGoal(userId: string): Goal {
  const kept = JSON.parse(localStorage.getItem(keyOf(userId)) ?? 'null') as Kept | null
  return { words: kept?.words ?? usual, written: kept?.day === today() ? kept.written : 0 }
}

function keepGoal(userId: string, goal: Goal): Goal {
  localStorage.setItem(keyOf(userId), JSON.stringify({ ...goal, day: today() } satisfies Kept))
  return goal
}

/** Counts words that were added, or taken away again; never below none. */
export function addWritten(userId: string, words: number): Goal {
  const goal = readGoal(userId)
  return keepGoal(userId, { ...goal, written: Math.max(0, goal.written + words) })
}

/** Chooses how many words a day should bring. */
export function chooseGoal(userId: string, words: number): Goal {
  return keepGoal(userId, { ...readGoal(userId), words })
}
