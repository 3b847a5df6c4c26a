import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { queryClient } from '../api/query-client.ts'
import { openJobsQuery } from './jobs.ts'
import { RunningJob } from './running-job.tsx'

/** More are not shown at once: the shelf is what one came for. */
const most = 3

/** What is being made of one's books right now; nothing when nothing is. */
export function RunningJobs() {
  const { data: jobs = [] } = useQuery(openJobsQuery)
  const ids = jobs.map(job => job.id).join()
  const before = useRef(ids)
  useEffect(() => {
    // One has ended or begun: a book stands elsewhere now, and there is something new to tell.
    if (before.current !== ids) void queryClient.invalidateQueries({ queryKey: ['books'] })
    if (before.current !== ids) void queryClient.invalidateQueries({ queryKey: ['jobs', 'lately'] })
    before.current = ids
  }, [ids])
  return jobs.slice(0, most).map((job, index) => <RunningJob key={job.id} job={job} followed={index === 0} />)
}
