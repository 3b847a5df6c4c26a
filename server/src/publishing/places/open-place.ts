import type { Octavo } from '../../octavo.ts'
import { openConnection } from '../connections/connections.ts'
import type { Destination } from '../destinations/destinations.ts'
import { allowedPath } from '../destinations/folders.ts'
import { FolderStore } from './folder-store.ts'
import { isAllowedAddress } from './guarded-agents.ts'
import type { Store } from './store.ts'

/**
 * The files of a destination that is no repository; undefined when it is sent none, as a hook. What
 * speaks to a place is loaded by whoever publishes there: every start would wait for it.
 */
export async function openPlace(octavo: Octavo, destination: Destination): Promise<Store | undefined> {
  const { target, location, connectionId } = destination
  switch (target) {
    case 'folder':
      return new FolderStore(await allowedPath(octavo.config, location))
    case 'zip': {
      const { ZipStore } = await import('./zip-store.ts')
      return ZipStore.open(await allowedPath(octavo.config, location))
    }
    case 'webdav': {
      const { WebDavStore } = await import('./webdav-store.ts')
      const { settings, secret } = await openConnection(octavo, connectionId)
      const access = { url: String(settings.url), username: String(settings.username), password: secret.password! }
      return new WebDavStore({ ...access, prefix: location, isAllowedAddress: isAllowedAddress(octavo) })
    }
    case 's3': {
      const { S3Store } = await import('./s3-store.ts')
      const { settings, secret } = await openConnection(octavo, connectionId)
      return new S3Store({
        bucket: String(settings.bucket),
        region: String(settings.region ?? 'us-east-1'),
        ...(settings.endpoint && { endpoint: String(settings.endpoint) }),
        accessKeyId: secret.accessKeyId!,
        secretAccessKey: secret.secretAccessKey!,
        prefix: location,
        isAllowedAddress: isAllowedAddress(octavo),
      })
    }
    default:
      return undefined
  }
}
