import { forgetPerson } from '../app/forget-person.ts'
import { toastError } from '../components/toast.tsx'
import { askAuth } from './ask-auth.ts'

/** Ends the session and leaves nothing of it on this page. */
export async function signOut(): Promise<void> {
  try {
    await askAuth('sign-out')
    await forgetPerson()
    location.assign('/sign-in')
  } catch (error) {
    toastError(error)
  }
}
