import { expect, test } from 'vitest'
import { featuresInPrint } from './features-in-print.ts'

test('the page about features in print is the one in docs: `npm run docs:features` writes it', async () => {
  await expect(await featuresInPrint()).toMatchFileSnapshot('../../../docs/features-in-print.md')
})
