const minute = 60_000

/**
 * A queue that lets at most `perMinute` calls begin within any 60 s, first come first served. Resolves when the caller
 * may begin; rejects when `signal` aborts (its place is then lost, not given to the next).
 */
export function createRateLimit(
  perMinute: number,
  now: () => number,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
) {
  let starts: number[] = []
  return async (signal?: AbortSignal): Promise<void> => {
    const time = now()
    const before = starts.at(-perMinute)
    const start = before === undefined ? time : Math.max(time, before + minute)
    starts = [...starts, start].slice(-perMinute)
    if (start > time) await sleep(start - time, signal)
  }
}
