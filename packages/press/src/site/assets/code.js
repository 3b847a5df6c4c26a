// A button on code that copies it. What scrolls sideways can be reached by keyboard.
for (const block of document.querySelectorAll('.prose .code')) {
  const code = block.querySelector('pre code')
  if (!code || !navigator.clipboard) continue
  const button = site.element('button', { type: 'button', class: 'copy' }, site.words.copy)
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent)
    button.textContent = site.words.copied
    setTimeout(() => {
      button.textContent = site.words.copy
    }, 2000)
  })
  block.append(button)
}

for (const box of document.querySelectorAll('.prose :is(.table-box, .equation, .diagram)')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
}
