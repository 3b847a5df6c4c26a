import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio.close())

test('the library shows one’s books', async () => {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  await server.request(ada, 'POST', '/v1/books', { title: 'Notes on the Engine' })
  const page = await studio.open(ada)
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  expect(await page.getByRole('link', { name: 'Notes on the Engine' }).count()).toBe(1)
  await expectAccessible(page)
  await takePictures(page, 'library')
})
