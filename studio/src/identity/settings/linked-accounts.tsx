import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast } from '../../components/toast.tsx'
import { ago } from '../../components/words.ts'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { providerNames, type SignInProvider, wayName, waysInQuery } from '../welcome/ways-in.ts'
import { SettingsPart } from './settings-section.tsx'
import { useAccounts } from './use-accounts.ts'

/** Every way one signs in by; the last one stays. Others are linked where the installation has them set up. */
export function LinkedAccounts() {
  const accounts = useAccounts()
  const { data: ways } = useQuery(waysInQuery)
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['me', 'accounts'] })
  const byId = api.v1.me.accounts[':id']
  const unlink = useMutation({
    mutationFn: ({ id }: { id: string; provider: string }) => ask(byId.$delete({ param: { id } })),
    onSuccess: (_, { provider }) => toast(`${wayName(provider)} signs you in no more.`),
    onSettled: refresh,
  })
  const prefer = useMutation({
    mutationFn: (id: string) => ask(byId.primary.$post({ param: { id } })),
    onSettled: refresh,
  })
  const link = useMutation({
    mutationFn: async (provider: SignInProvider) => {
      const back = '/settings#sign-in'
      const { url } = await askAuth<{ url: string }>('link-social', {
        provider,
        callbackURL: back,
        errorCallbackURL: back,
      })
      location.assign(url)
    },
  })
  const linked = accounts.data ?? []
  const others = (ways?.providers ?? []).filter(name => !linked.some(account => account.provider === name))
  return (
    <SettingsPart title="Ways of signing in">
      {accounts.error ? (
        <ErrorState error={accounts.error} retry={() => accounts.refetch()} />
      ) : accounts.isPending ? (
        <Loading what="Reading how you sign in" lines={2} />
      ) : linked.length === 0 ? (
        <p className="quiet">Only the link printed where Octavo was started signs you in.</p>
      ) : (
        <ul className="rows">
          {linked.map(({ id, provider, primary, createdAt }) => (
            <li key={id}>
              <span>
                {wayName(provider)} <span className="quiet">since {ago(createdAt)}</span>
              </span>
              <span className="rows__acts">
                {primary ? (
                  <Chip look="line">primary</Chip>
                ) : (
                  <Button size="s" look="quiet" onClick={() => prefer.mutate(id)}>
                    Make it primary<span className="vh">: {wayName(provider)}</span>
                  </Button>
                )}
                {linked.length > 1 && (
                  <Button size="s" onClick={() => unlink.mutate({ id, provider })}>
                    Unlink<span className="vh"> {wayName(provider)}</span>
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <FormProblem error={unlink.error ?? prefer.error ?? link.error} />
      {others.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {others.map(name => (
            <Button key={name} icon="link" onClick={() => link.mutate(name)}>
              Link {providerNames[name]}
            </Button>
          ))}
        </div>
      )}
    </SettingsPart>
  )
}
