import sharp from 'sharp'
import { expect, it } from 'vitest'
import { readOwnCover } from './own-cover.ts'

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#246' } })
const refusal = async (bytes: Uint8Array) => readOwnCover(bytes, 'cover.jpg').then(() => 'accepted', String)

it('takes a good cover without a word', async () => {
  const { image, warnings } = await readOwnCover(await picture(1600, 2560).png().toBuffer(), 'cover.jpg')
  expect(image).toMatchObject({ kind: 'jpeg', width: 1600, height: 2560 })
  expect(warnings).toEqual([])
})

it('says what could be better', async () => {
  const { image, warnings } = await readOwnCover(
    await picture(1000, 1400).toColourspace('cmyk').jpeg().toBuffer(),
    'c.jpg',
  )
  expect(warnings).toEqual([
    'It has 1000 × 1400 pixels; stores wish 1600 × 2560, so it may look soft.',
    'It is 1.40 times as high as wide; stores wish 1.6 and show others with empty borders.',
    'Its colours are not sRGB: they were converted and may look a little different.',
  ])
  expect((await sharp(image.bytes).metadata()).space).toBe('srgb')
})

it('refuses what no store takes', async () => {
  expect(await refusal(await picture(600, 960).png().toBuffer())).toMatch(
    /cover\.jpg: it has 600 × 960 pixels; stores take none below 625 × 1000/,
  )
  expect(await refusal(await picture(2000, 1200).png().toBuffer())).toMatch(/too wide for a cover/)
  expect(await refusal(await picture(700, 2000).png().toBuffer())).toMatch(/too narrow for a cover/)
  expect(await refusal(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatch(/Export the SVG as PNG/)
  expect(await refusal(Buffer.from('%PDF-1.7'))).toMatch(/this is no picture/)
})
