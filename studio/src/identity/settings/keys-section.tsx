import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { useOrganization } from '../me.ts'
import { providersQuery } from '../models.ts'
import { isAtLeast } from '../team/team.ts'
import { ProviderKey } from './provider-key.tsx'
import { SettingsSection } from './settings-section.tsx'

/** The keys by which the models of providers are called, of the organization that is chosen. */
export function KeysSection() {
  const { id, name, role } = useOrganization()
  const mayRead = isAtLeast(role, 'editor')
  const mayChange = isAtLeast(role, 'admin')
  const providers = useQuery(providersQuery)
  const keys = useQuery({
    queryKey: ['organization', id, 'provider-keys'],
    queryFn: () => ask(api.v1.organizations[':id']['provider-keys'].$get({ param: { id } })),
    enabled: mayRead,
  })
  const failed = providers.error ?? keys.error
  return (
    <SettingsSection
      title="Provider keys"
      lead={
        <>
          Those of <bdi>{name}</bdi>; another organization is chosen under{' '}
          <Link className="link" to="/team">
            Team
          </Link>
          . Keys are kept encrypted, and never shown again. The compositor needs none.
        </>
      }
    >
      {!mayChange && (
        <Banner look="hint">
          You are {role} here.{' '}
          {mayRead ? 'You see which keys there are; admins' : 'Editors see which keys there are; admins'} and owners
          store them.
        </Banner>
      )}
      {!mayRead ? null : failed ? (
        <ErrorState error={failed} retry={() => void Promise.all([providers.refetch(), keys.refetch()])} />
      ) : providers.data && keys.data ? (
        <ul className="rows">
          {providers.data.map(provider => (
            <ProviderKey
              key={provider.id}
              organizationId={id}
              provider={provider}
              stored={keys.data.items.find(key => key.provider === provider.id)}
              mayChange={mayChange}
            />
          ))}
        </ul>
      ) : (
        <Loading what="Reading which keys there are" />
      )}
    </SettingsSection>
  )
}
