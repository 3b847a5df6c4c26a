/** One thing that happened to a job. `data` depends on `kind`. */
export interface JobEvent {
  number: number
  kind: string
  data: Record<string, unknown>
  createdAt: string
}

/** Every kind of event there is: a browser hears only those it listens for. */
const kinds = [
  ...[
    'queued',
    'running',
    'streaming',
    'progress',
    'outline',
    'codex',
    'chapter',
    'section',
    'text',
    'call',
    'waiting',
  ],
  ...['notice', 'reading', 'audit', 'remediation'],
  ...['corrections', 'indexed', 'completed', 'partial', 'failed', 'canceled', 'paused'],
]

/**
 * Follows the events of a job after the one numbered `after` until stopped; the browser connects again by itself, and
 * goes on from the last event it saw. Gives the function that stops.
 */
export function followEvents(
  jobId: string,
  after: number,
  on: { event(event: JobEvent): void; connected(connected: boolean): void },
): () => void {
  let source: EventSource
  let last = after
  let again: ReturnType<typeof setTimeout> | undefined
  const hear = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as JobEvent
    last = event.number
    on.event(event)
  }
  const open = () => {
    source = new EventSource(`/v1/jobs/${jobId}/events?after=${last}`)
    source.onopen = () => on.connected(true)
    for (const kind of kinds) source.addEventListener(kind, hear)
    source.onerror = () => {
      on.connected(false)
      // Closed for good when the server answered with an error, as one that is just starting does.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 2_000)
    }
  }
  open()
  return () => {
    clearTimeout(again)
    source.close()
  }
}
