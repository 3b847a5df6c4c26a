import { join } from 'node:path'
import { openOctavo, readConfig, startServer } from '@octavo/server'
import { createServer } from 'vite'

/** The studio from its sources, with the API and a worker behind it: `npm run dev`. Changes show at once. */

const port = 5173
const octavo = await openOctavo({ ...readConfig(process.env), publicUrl: `http://localhost:${port}` })
const api = await startServer(octavo, { worker: true })
const target = `http://localhost:${octavo.config.port}`
const vite = await createServer({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  server: {
    port,
    strictPort: true,
    proxy: Object.fromEntries(['/v1', '/docs', '/openapi.json'].map(path => [path, { target, changeOrigin: false }])),
  },
})
await vite.listen()
console.log(`Studio  ${api.signInLink ?? api.url}`)
process.once('SIGINT', async () => {
  await vite.close()
  await api.close()
  await octavo.close()
  process.exit()
})
