import { grantSuperadmin } from '@octavo/server'
import type { CommandContext } from '../command.ts'
import { configOf, openInstallation } from './installation.ts'

/** Makes somebody who has signed up an operator of this installation. */
export async function grantOperator({ environment, terminal }: CommandContext, email: string): Promise<void> {
  const octavo = await openInstallation(configOf(environment, { OCTAVO_LOG_LEVEL: 'error' }))
  try {
    await grantSuperadmin(octavo, email)
    terminal.emit('granted', { email, role: 'superadmin' })
    terminal.say(`${email} is an operator now.`)
  } finally {
    await octavo.close()
  }
}
