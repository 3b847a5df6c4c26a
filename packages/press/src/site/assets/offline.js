// Keeps the book for reading without a connection, where it is served over https.
const saver = document.querySelector('[data-save]')

if ('serviceWorker' in navigator && /^https?:$/.test(location.protocol) && !navigator.connection?.saveData) {
  addEventListener('load', async () => {
    try {
      await navigator.serviceWorker.register('sw.js')
    } catch {
      return // A host that serves no worker, or a reader who has shut storage: the site works without.
    }
    if (!saver) return
    saver.hidden = false
    saver.addEventListener('click', save)
  })
}

async function save() {
  const { active } = await navigator.serviceWorker.ready
  const { port1, port2 } = new MessageChannel()
  saver.disabled = true
  port1.onmessage = ({ data }) => {
    if (data.of) saver.textContent = `${site.words.saving} ${Math.floor((100 * data.done) / data.of)} %`
    else {
      saver.textContent = data.failed ? site.words.saveFailed : site.words.saved
      saver.disabled = !data.failed
    }
  }
  active.postMessage('save', [port2])
}
