import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Commands and servers that tests start are processes of their own, which would compile the same libraries again.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'octavo-compiled')

export default defineConfig({
  test: {
    pool: 'forks',
    // By default one core is left idle, which on two is half of them.
    maxWorkers: '100%',
    // Files share what they import, and what they leave behind: each tidies up after itself.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          setupFiles: 'test/same-examples.ts',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'server/{src,test}/**/*.test.ts',
            'cli/{src,test}/**/*.test.ts',
            'test/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'studio',
          include: ['studio/{src,test}/**/*.test.{ts,tsx}'],
          // What a browser is shown is the built studio, as with `npm start`.
          globalSetup: 'studio/build.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
