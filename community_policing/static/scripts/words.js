// Streamlit's own words in the reader's language (server/streamlit_words.py sends them): texts, labels and hints are replaced as
// they come.  Charts and tables draw theirs on canvases or from data, and what we write is in the language already.
const SAID = 'aria-label placeholder title alt'.split(' ')
const DRAWN = '[data-testid=stDataFrame] canvas, [data-testid=stPlotlyChart], [data-testid=stDeckGlJsonChart], [data-testid=stHtml]'
const OURS = `${DRAWN}, [data-testid=stMarkdownContainer]:not([data-testid=stFileUploaderDropzone] *), [data-testid=stIconMaterial], [data-testid=stCode], script, style`
const OFFERED = /^Add: / // among the options of a list, which are ours or a file's
const words = new Map(), patterns = []
for (const [english, said] of Object.entries(JSON.parse(document.getElementById('words').textContent))) {
  if (!english.includes('{')) words.set(english, said)
  else patterns.push([new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`, 's'), said])
}

function translated(text, alone) {
  const word = text.trim()
  if (!word || words.has(word)) return words.get(word)
  if (alone && !OFFERED.test(word)) return undefined
  for (const [pattern, said] of patterns) {
    const found = word.match(pattern)
    if (found) return said.replace(/\{(\w+)\}/g, (_, name) => found.groups[name])
  }
  const [first] = word.split(': ', 1) // "Fullscreen: " and the name of what is drawn
  if (first !== word && words.has(first)) return words.get(first) + word.slice(first.length)
}

function say(text) {
  const within = text.parentElement
  const said = within ? translated(text.data, within.closest('[role=option]')) : undefined
  if (said !== undefined && said !== text.data && !within.closest(OURS)) text.data = said
}

function label(element) {
  for (const name of SAID) {
    const said = element.hasAttribute(name) ? translated(element.getAttribute(name)) : undefined
    if (said !== undefined && said !== element.getAttribute(name) && !element.closest(DRAWN)) element.setAttribute(name, said)
  }
}

function whole(node) {
  if (node.nodeType === Node.TEXT_NODE) say(node)
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest(DRAWN)) return
  label(node)
  const parts = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  while (parts.nextNode()) (parts.currentNode.nodeType === Node.TEXT_NODE ? say : label)(parts.currentNode)
}

new MutationObserver(changes => {
  for (const { type, target, addedNodes } of changes) {
    if (type === 'characterData') say(target)
    else if (type === 'attributes') label(target)
    else addedNodes.forEach(whole)
  }
}).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributeFilter: SAID })
