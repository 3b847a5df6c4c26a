/** Where GitHub looks for it. */
export const workflowPath = '.github/workflows/deploy.yml'

/**
 * A workflow that builds the site of a book with mystmd after every push to `branch`, and shows it on GitHub Pages
 * (https://docs.github.com/pages, "Using custom workflows with GitHub Pages"). The branch is quoted as YAML wants it.
 */
export function pagesWorkflow(branch: string): string {
  return `# Written by Octavo. Edit it and it stays as you leave it.
name: Site
on:
  push:
    branches: [${JSON.stringify(branch)}]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  site:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: \${{ steps.pages.outputs.page_url }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - uses: actions/configure-pages@v5
        id: site
      - run: npx --yes mystmd@1 build --html
        env:
          BASE_URL: \${{ steps.site.outputs.base_path }}
      - uses: actions/upload-pages-artifact@v3
        with:
          path: _build/html
      - uses: actions/deploy-pages@v4
        id: pages
`
}
