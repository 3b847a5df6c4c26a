import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { ReadingPage } from '../app/page.tsx'
import { Empty } from '../components/states.tsx'
import { Tabs } from '../components/tabs.tsx'
import { useMe } from '../identity/me.ts'
import { AuditTrail } from './operator/audit-trail.tsx'
import { Failures } from './operator/failures.tsx'
import { Features } from './operator/features.tsx'
import { Health } from './operator/health.tsx'
import { Jobs } from './operator/jobs.tsx'
import { ModelsAndProviders } from './operator/models.tsx'
import './operator/operator.css'
import { Plans } from './operator/plans.tsx'
import { Prompts } from './operator/prompts.tsx'
import { Users } from './operator/users.tsx'

const sections = [
  { value: 'health', label: 'Health' },
  { value: 'jobs', label: 'Jobs' },
  { value: 'people', label: 'People' },
  { value: 'plans', label: 'Plans' },
  { value: 'models', label: 'Models' },
  { value: 'prompts', label: 'Prompts' },
  { value: 'features', label: 'Features' },
  { value: 'failures', label: 'Failures' },
  { value: 'audit', label: 'Audit' },
] as const

type Section = (typeof sections)[number]['value']

const panels: Record<Section, ComponentType> = {
  health: Health,
  jobs: Jobs,
  people: Users,
  plans: Plans,
  models: ModelsAndProviders,
  prompts: Prompts,
  features: Features,
  failures: Failures,
  audit: AuditTrail,
}

/** The installation, for whoever runs it. */
export function OperatorScreen() {
  const me = useMe()
  const navigate = useNavigate()
  const { section } = useSearch({ from: '/app/operator' })
  const chosen = sections.find(({ value }) => value === section)?.value ?? 'health'
  if (!me.roles.includes('superadmin')) {
    return (
      <ReadingPage title="Operator">
        <Empty title="This is for whoever runs the installation">
          You are not one of its operators. Another operator can make you one, under Operator, People.
        </Empty>
      </ReadingPage>
    )
  }
  const Panel = panels[chosen]
  return (
    <ReadingPage title="Operator" lead="The whole installation: how it is, what runs, who is here, what it offers.">
      <Tabs
        label="Sections"
        className="operator"
        tabs={sections}
        value={chosen}
        onValue={value => void navigate({ to: '/operator', search: { section: value } })}
      >
        <Panel />
      </Tabs>
    </ReadingPage>
  )
}
