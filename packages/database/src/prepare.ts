// Run once after the dependencies are installed, so that the very first start is quick.
import { prepare } from './prepared.ts'

try {
  await prepare()
} catch (error) {
  // Nothing is lost but seconds: a start without it makes the database itself.
  console.warn(
    `Octavo could not prepare its database (${String(error)}); its first start will take a few seconds longer.`,
  )
}
