import { useQuery } from '@tanstack/react-query'
import { ReadingPage } from '../../app/page.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { useOrganization } from '../me.ts'
import { AuditTrail } from './audit-trail.tsx'
import { Invitations } from './invitations.tsx'
import { LeaveOrDelete } from './leave-or-delete.tsx'
import { Members } from './members.tsx'
import { OrganizationFacts } from './organization-facts.tsx'
import { OrganizationSwitcher } from './organization-switcher.tsx'
import { isAtLeast, organizationQuery, roleWords } from './team.ts'
import './team.css'

/** An organization: who works in it, who is invited, what was changed. */
export function TeamScreen() {
  const { id, name } = useOrganization()
  const { data: organization, error, refetch } = useQuery(organizationQuery(id))
  if (error || !organization) {
    return (
      <ReadingPage title={name} actions={<OrganizationSwitcher />}>
        {error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading what="Reading who works here" />}
      </ReadingPage>
    )
  }
  const { role } = organization
  const admin = isAtLeast(role, 'admin')
  return (
    <ReadingPage
      title={organization.name}
      lead={organization.personal ? 'Your personal organization' : `You are ${role} here`}
      actions={<OrganizationSwitcher />}
    >
      {!admin && (
        <Banner look="hint">
          You are {role} here, who {roleWords[role]}. Admins and owners invite people, change roles and see the trail.
        </Banner>
      )}
      <div className="team" key={id}>
        <div className="team__main">
          <Members organization={organization} />
          {admin && <Invitations organization={organization} />}
          {admin && <AuditTrail organization={organization} />}
        </div>
        <div className="team__rail">
          <OrganizationFacts organization={organization} />
          <LeaveOrDelete organization={organization} />
        </div>
      </div>
    </ReadingPage>
  )
}
