import { rotateMasterKey } from '@octavo/server'
import type { CommandContext, ExitWith } from '../command.ts'
import { counted } from '../terminal/figures.ts'
import { configOf, openInstallation } from './installation.ts'

/** Seals every stored provider key anew with the newest master key. */
export async function rotateKeys({ environment, terminal }: CommandContext, exitWith: ExitWith): Promise<void> {
  const octavo = await openInstallation(configOf(environment, { OCTAVO_LOG_LEVEL: 'error' }))
  try {
    const { keyId, rotated, failed } = await rotateMasterKey(octavo)
    terminal.emit('rotated', { keyId, rotated, failed })
    terminal.say(`${counted(rotated, 'provider key')} sealed with the master key ${keyId}.`)
    for (const { organizationId, provider, reason } of failed) {
      terminal.warn(`The key of ${provider} of organization ${organizationId} stays as it was: ${reason}`)
    }
    if (failed.length > 0) exitWith(1)
  } finally {
    await octavo.close()
  }
}
