const failuresBeforeRest = 3
const restMs = 60_000

interface Health {
  failures: number
  restsUntil: number
  probing: boolean
}

/** Whether a model may be asked: as usual, as the one probe after its rest, or not for so many milliseconds. */
export type Turn = { may: true } | { may: false; restsFor: number }

/**
 * A circuit breaker for each model, in this process only: a model whose requests fail three times in a row (each after
 * its own retries) rests for 60 s; then one request may probe it, the others still pass it by. The probe's success ends
 * the rest, its failure begins another.
 */
export function createBreaker(now: () => number) {
  const healths = new Map<string, Health>()

  return {
    enter(model: string): Turn {
      const health = healths.get(model)
      if (!health || health.failures < failuresBeforeRest) return { may: true }
      const restsFor = health.restsUntil - now()
      if (restsFor > 0 || health.probing) return { may: false, restsFor: Math.max(restsFor, 1_000) }
      health.probing = true
      return { may: true }
    },
    succeeded(model: string): void {
      healths.delete(model)
    },
    failed(model: string): void {
      const failures = (healths.get(model)?.failures ?? 0) + 1
      healths.set(model, { failures, restsUntil: now() + restMs, probing: false })
    },
    /** The request ended in a way that says nothing of the model's health: canceled, or refused as wrong. */
    leave(model: string): void {
      const health = healths.get(model)
      if (health) health.probing = false
    },
  }
}
