import { ask } from '@octavo/server/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { IconButton } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Menu, MenuItem, MenuLine } from '../../components/menu.tsx'
import { Chip } from '../../components/progress.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { ago, money } from '../../components/words.ts'
import { type AnyJob, allJobsQuery, type JobFilter } from './operator.ts'
import { Pages } from './pages.tsx'
import { useAct } from './use-act.ts'

const filters = [
  { value: 'open', label: 'Open' },
  { value: 'failed', label: 'Failed' },
  { value: 'all', label: 'All' },
] as const

const looks: Partial<Record<AnyJob['state'], 'live' | 'stop' | 'warn' | 'good' | 'line'>> = {
  running: 'live',
  streaming: 'live',
  failed: 'stop',
  partial: 'warn',
  paused: 'warn',
  completed: 'good',
  canceled: 'line',
}

const jobs = api.v1.operator.jobs[':id']
const changes = ['operator', 'jobs']

/** The jobs of everybody: how far they are, and what an operator can do about it. */
export function Jobs() {
  const [filter, setFilter] = useState<JobFilter>('open')
  const [canceling, setCanceling] = useState<AnyJob>()
  const query = useInfiniteQuery(allJobsQuery(filter))
  const cancel = useAct({
    act: (job: AnyJob) => ask(jobs.cancel.$post({ param: { id: job.id } })),
    changes,
    done: job => `The ${job.kind} job of ${job.organization.name} is canceled.`,
  })
  return (
    <div className="operator__stack">
      <Segmented label="Which jobs" options={filters} value={filter} onValue={setFilter} />
      <Pages
        query={query}
        what="Jobs of everybody"
        empty={
          filter === 'open'
            ? 'No job is waiting or running.'
            : filter === 'failed'
              ? 'No job has failed.'
              : 'There has been no job yet.'
        }
        columns={[
          {
            name: 'Job',
            width: 'minmax(9rem, 1.2fr)',
            cell: job => (
              <>
                <b>{job.kind}</b>
                <span className="operator__second">{job.model ?? 'no model'}</span>
              </>
            ),
          },
          {
            name: 'Of',
            width: 'minmax(9rem, 1.2fr)',
            cell: job => (
              <>
                <span dir="auto">{job.person?.name ?? 'Somebody who left'}</span>
                <span className="operator__second" dir="auto">
                  {job.organization.name}
                </span>
              </>
            ),
          },
          {
            name: 'State',
            width: 'minmax(12rem, 2fr)',
            cell: job => (
              <>
                <Chip look={looks[job.state] ?? 'plain'}>
                  {job.requested ? `${job.state}, to ${job.requested}` : job.state}
                </Chip>
                <span className="operator__second">
                  {job.error?.message ??
                    [job.stage, job.progress > 0 && `${Math.round(job.progress)} %`].filter(Boolean).join(', ')}
                </span>
              </>
            ),
          },
          { name: 'Priority', width: '4.5rem', end: true, cell: job => job.priority },
          { name: 'Cost', width: '5rem', end: true, cell: job => money(job.cost) },
          { name: 'Asked', width: '7rem', end: true, cell: job => ago(job.createdAt) },
          {
            name: 'Acts',
            width: '3rem',
            end: true,
            stays: true,
            cell: job => <JobActs job={job} onCancel={() => setCanceling(job)} />,
          },
        ]}
      />
      {canceling && (
        <Confirm
          title="Cancel this job?"
          description={`It is the ${canceling.kind} job of ${canceling.organization.name}. What it has done so far stays.`}
          act="Cancel the job"
          keep="Let it go on"
          busy={cancel.isPending ? 'Canceling' : undefined}
          onClose={() => setCanceling(undefined)}
          onConfirm={() => cancel.mutate(canceling, { onSettled: () => setCanceling(undefined) })}
        />
      )}
    </div>
  )
}

function JobActs({ job, onCancel }: { job: AnyJob; onCancel: () => void }) {
  const retry = useAct({
    act: () => ask(jobs.retry.$post({ param: { id: job.id } })),
    changes,
    done: () => `The ${job.kind} job of ${job.organization.name} is queued again.`,
  })
  const move = useAct({
    act: (priority: number) => ask(jobs.$patch({ param: { id: job.id }, json: { priority } })),
    changes,
    done: priority => `Its priority is ${priority} now.`,
  })
  const open = ['queued', 'running', 'streaming', 'paused'].includes(job.state)
  const again = !open || job.state === 'paused'
  return (
    <Menu
      trigger={
        <IconButton
          icon="more"
          look="quiet"
          size="s"
          label={`Acts for the ${job.kind} job of ${job.organization.name}`}
        />
      }
    >
      <MenuItem icon="undo" disabled={!again || job.state === 'completed'} onSelect={() => retry.mutate(undefined)}>
        {job.state === 'paused' ? 'Go on' : 'Try again'}
      </MenuItem>
      <MenuItem
        icon="key-up"
        disabled={!open || job.priority >= 100}
        onSelect={() => move.mutate(Math.min(100, job.priority + 10))}
      >
        Before others
      </MenuItem>
      <MenuItem
        icon="key-down"
        disabled={!open || job.priority <= -100}
        onSelect={() => move.mutate(Math.max(-100, job.priority - 10))}
      >
        Behind others
      </MenuItem>
      <MenuLine />
      <MenuItem icon="x" danger disabled={!open} onSelect={onCancel}>
        Cancel
      </MenuItem>
    </Menu>
  )
}
