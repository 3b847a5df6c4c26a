// Loads a script of the site once. Scripts, not fetch: a page opened from a disk may load the one and not the other.
const loading = new Map()

site.load = address => {
  if (!loading.has(address)) {
    loading.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement('script')
        script.src = address
        script.onload = resolve
        script.onerror = () => {
          loading.delete(address)
          script.remove()
          reject(new Error(`${address} could not be loaded`))
        }
        document.head.append(script)
      }),
    )
  }
  return loading.get(address)
}

/** An element with attributes and children; text is only ever text. */
site.element = (name, attributes = {}, ...children) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}
