import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { hasCode } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'
import { ErrorState, Loading } from '../components/states.tsx'
import { meQuery } from '../identity/me.ts'
import { bookQuery } from '../library/book.ts'
import { type Shelf, shelves } from '../library/shelf/shelf.ts'
import { Frame } from './frame.tsx'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

// ---- Before one is signed in -------------------------------------------------------------------------------------

// What is not as it must be is named as undefined: what is only left out would come through from the address as it is.
const next = (search: Record<string, unknown>): { next?: string | undefined } => ({
  // Only a path of this server: a link from outside must not lead somebody who signs in away.
  next: typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? search.next : undefined,
})
const token = (
  search: Record<string, unknown>,
): { token?: string | undefined; next?: string | undefined; error?: string | undefined } => ({
  token: typeof search.token === 'string' ? search.token : undefined,
  // What went wrong on the way back from a provider.
  error: typeof search.error === 'string' ? search.error : undefined,
  ...next(search),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: token,
  component: lazyRouteComponent(() => import('../identity/welcome/sign-in-screen.tsx'), 'SignInScreen'),
})
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: token,
  component: lazyRouteComponent(() => import('../identity/welcome/sign-up-screen.tsx'), 'SignUpScreen'),
})
const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  validateSearch: token,
  component: lazyRouteComponent(() => import('../identity/welcome/verify-email-screen.tsx'), 'VerifyEmailScreen'),
})
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: token,
  component: lazyRouteComponent(() => import('../identity/welcome/reset-password-screen.tsx'), 'ResetPasswordScreen'),
})
const acceptInvitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/accept',
  validateSearch: token,
  component: lazyRouteComponent(
    () => import('../identity/welcome/accept-invitation-screen.tsx'),
    'AcceptInvitationScreen',
  ),
})

// ---- Signed in ---------------------------------------------------------------------------------------------------

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Frame,
  async beforeLoad({ context, location }) {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!hasCode(error, 'not_signed_in')) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
})

const library = createRoute({
  getParentRoute: () => app,
  path: '/',
  validateSearch: (search): { shelf?: Shelf } => {
    const shelf = shelves.find(one => one === search.shelf)
    return shelf && shelf !== 'all' ? { shelf } : {}
  },
  component: lazyRouteComponent(() => import('../library/library-screen.tsx'), 'LibraryScreen'),
})
const welcome = createRoute({
  getParentRoute: () => app,
  path: '/welcome',
  validateSearch: next,
  component: lazyRouteComponent(() => import('../identity/welcome/onboarding-screen.tsx'), 'OnboardingScreen'),
})
const newBook = createRoute({
  getParentRoute: () => app,
  path: '/new',
  component: lazyRouteComponent(() => import('../library/new-book/new-book-screen.tsx'), 'NewBookScreen'),
})
const importBook = createRoute({
  getParentRoute: () => app,
  path: '/import',
  component: lazyRouteComponent(() => import('../library/new-book/import-screen.tsx'), 'ImportScreen'),
})
const templates = createRoute({
  getParentRoute: () => app,
  path: '/templates',
  component: lazyRouteComponent(() => import('../library/templates/templates-screen.tsx'), 'TemplatesScreen'),
})
const usage = createRoute({
  getParentRoute: () => app,
  path: '/usage',
  component: lazyRouteComponent(() => import('../billing/usage-screen.tsx'), 'UsageScreen'),
})
const team = createRoute({
  getParentRoute: () => app,
  path: '/team',
  component: lazyRouteComponent(() => import('../identity/team/team-screen.tsx'), 'TeamScreen'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('../identity/settings/settings-screen.tsx'), 'SettingsScreen'),
})
const operator = createRoute({
  getParentRoute: () => app,
  path: '/operator',
  validateSearch: (search): { section?: string } =>
    typeof search.section === 'string' ? { section: search.section } : {},
  component: lazyRouteComponent(() => import('../system/operator-screen.tsx'), 'OperatorScreen'),
})

// ---- One book ----------------------------------------------------------------------------------------------------

const book = createRoute({
  getParentRoute: () => app,
  path: '/books/$bookId',
  component: lazyRouteComponent(() => import('../library/book-frame.tsx'), 'BookFrame'),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(bookQuery(params.bookId)),
})
const plan = createRoute({
  getParentRoute: () => book,
  path: '/plan',
  component: lazyRouteComponent(() => import('../library/plan/plan-screen.tsx'), 'PlanScreen'),
})
const structure = createRoute({
  getParentRoute: () => book,
  path: '/structures/$structureId',
  component: lazyRouteComponent(() => import('../library/plan/structure-screen.tsx'), 'StructureScreen'),
})
const write = createRoute({
  getParentRoute: () => book,
  path: '/write',
  component: lazyRouteComponent(() => import('../generation/write-screen.tsx'), 'WriteScreen'),
})
const edit = createRoute({
  getParentRoute: () => book,
  path: '/edit',
  component: lazyRouteComponent(() => import('../library/workspace/workspace-screen.tsx'), 'WorkspaceScreen'),
})
const chapter = createRoute({
  getParentRoute: () => edit,
  path: '/$chapterId',
  validateSearch: (search): { line?: number } => (Number(search.line) > 0 ? { line: Number(search.line) } : {}),
  component: () => null,
})
const publish = createRoute({
  getParentRoute: () => book,
  path: '/publish',
  component: lazyRouteComponent(() => import('../publishing/publish-screen.tsx'), 'PublishScreen'),
})

const tree = root.addChildren([
  signIn,
  signUp,
  verifyEmail,
  resetPassword,
  acceptInvitation,
  app.addChildren([
    library,
    welcome,
    newBook,
    importBook,
    templates,
    usage,
    team,
    settings,
    operator,
    book.addChildren([plan, structure, write, edit.addChildren([chapter]), publish]),
  ]),
])

/** Every address of the studio and the screen behind it; each screen is loaded when it is first opened. */
export const router = createRouter({
  routeTree: tree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingComponent: () => <Loading what="Opening" />,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  defaultNotFoundComponent: () => <ErrorState error={new Error('No screen has this address.')} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
