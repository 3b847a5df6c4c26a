export { type App, createApp } from './app.ts'
export { type Config, ConfigError, readConfig } from './config.ts'
export { type ErrorCode, errors, OctavoError } from './errors.ts'
export { syncCatalogue } from './generation/catalogue.ts'
export type { Caller } from './http/environment.ts'
export { grantSuperadmin } from './identity/local-owner.ts'
export { type Rotation, rotateMasterKey } from './identity/rotate-master-key.ts'
export { createLog } from './log.ts'
export type { Octavo } from './octavo.ts'
export {
  type OpenOctavo,
  openOctavo,
  type RunningServer,
  type ServerOptions,
  StartError,
  startServer,
} from './start.ts'
