import type { Octavo } from '../../octavo.ts'
import { openConnection } from '../connections/connections.ts'
import type { Destination } from '../destinations/destinations.ts'
import { allowedPath } from '../destinations/folders.ts'
import { FolderStore } from './folder-store.ts'
import { isAllowedAddress } from './guarded-agents.ts'
import { S3Store } from './s3-store.ts'
import type { Store } from './store.ts'
import { WebDavStore } from './webdav-store.ts'
import { ZipStore } from './zip-store.ts'

/** The files of a destination that is no repository; undefined when it is sent none, as a hook. */
export async function openPlace(octavo: Octavo, destination: Destination): Promise<Store | undefined> {
  const { target, location, connectionId } = destination
  switch (target) {
    case 'folder':
      return new FolderStore(await allowedPath(octavo.config, location))
    case 'zip':
      return ZipStore.open(await allowedPath(octavo.config, location))
    case 'webdav': {
      const { settings, secret } = await openConnection(octavo, connectionId)
      const access = { url: String(settings.url), username: String(settings.username), password: secret.password! }
      return new WebDavStore({ ...access, prefix: location, isAllowedAddress: isAllowedAddress(octavo) })
    }
    case 's3': {
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
