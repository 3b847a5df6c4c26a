import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { providerNames, type SignInProvider } from './ways-in.ts'

/** Leads to a provider that says who one is, and back to the page where new people are welcomed. */
export function ProviderButtons({ providers, next }: { providers: readonly SignInProvider[]; next?: string }) {
  const start = useMutation({
    mutationFn: async (provider: SignInProvider) => {
      const search = next ? `?${new URLSearchParams({ next })}` : ''
      const places = { callbackURL: `/welcome${search}`, errorCallbackURL: `/sign-in${search}` }
      const { url } = await askAuth<{ url: string }>('sign-in/social', { provider, ...places })
      location.assign(url)
    },
  })
  if (providers.length === 0) return null
  return (
    <div className="opening__part">
      <p className="opening__or">or</p>
      <div className="opening__ways">
        {providers.map(provider => (
          <Button
            key={provider}
            busy={start.isPending && start.variables === provider ? `Opening ${providerNames[provider]}` : undefined}
            onClick={() => start.mutate(provider)}
          >
            Go on with {providerNames[provider]}
          </Button>
        ))}
      </div>
      <FormProblem error={start.error} />
    </div>
  )
}
