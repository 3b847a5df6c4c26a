import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'server/{src,test}/**/*.test.ts',
      'cli/{src,test}/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    pool: 'forks',
    // By default one core is left idle, which on two is half of them.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
