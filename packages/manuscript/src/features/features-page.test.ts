import { describe, expect, it } from 'vitest'
import { checkMyst } from '../check-myst.ts'
import { parsePage } from '../parsed-page.ts'
import { catalogue } from './catalogue.ts'
import { featuresOf } from './features-of.ts'
import { featuresPage } from './features-page.ts'

describe('the page about features', () => {
  it('is the one in docs: `npm run docs:features` writes it', async () => {
    await expect(featuresPage()).toMatchFileSnapshot('../../../../docs/features.md')
  })

  it('is sound MyST that only shows what it speaks of', () => {
    expect(checkMyst(featuresPage())).toEqual([])
    const shown = new Set(featuresOf(parsePage(featuresPage())).map(use => use.feature))
    expect([...shown].sort()).toEqual(
      [
        'code-block',
        'inline-code',
        'link-to-label',
        'page-title',
        'section-heading',
        'subsection-heading',
        'table',
      ].sort(),
    )
    for (const { id, example } of catalogue) {
      expect(featuresPage()).toContain(`\`${id}\``)
      expect(featuresPage()).toContain(`\n${example}\n`)
    }
  })
})
