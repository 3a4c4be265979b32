// Paper: whatever the theme on the screen, a printed page is dark ink on white, its charts too.  While the browser prints, each
// colour of the dark palette stands as the light one of the same role (core/palette.py, in the index page as #on-paper).
const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)).join(', ')
const pairs = Object.entries(JSON.parse(document.getElementById('on-paper').textContent))
const light = Object.fromEntries(pairs.map(([dark, other]) => [rgb(dark), rgb(other)]))
const PARTS = ['color', 'fill', 'stroke', 'background-color', 'background-image', 'text-shadow',
  ...['top', 'right', 'bottom', 'left'].map(side => `border-${side}-color`)]
// A canvas has no parts: it is turned as a picture is, and the zoomable map together with the legend of its colours.
const PICTURE = 'canvas, .st-key-map-picture:has(canvas)', TURNED = 'invert(1) hue-rotate(180deg) contrast(1.15) brightness(1.1)'
const before = []

function set({ style }, part, value) {
  before.push([part, style.getPropertyValue(part), style.getPropertyPriority(part), style])
  style.setProperty(part, value, 'important')
}

function changes(element) {
  if (element.parentElement.closest(PICTURE)) return []
  const look = getComputedStyle(element)
  if (element.matches(PICTURE)) return [[element, 'color-scheme', 'dark'], [element, 'color', look.color], [element, 'filter', TURNED]]
  return PARTS.flatMap(part => {
    const shown = look.getPropertyValue(part), printed = shown.replace(/\d+, \d+, \d+/g, dark => light[dark] ?? dark)
    return printed === shown ? [] : [[element, part, printed]]
  })
}

addEventListener('beforeprint', () => {
  const app = document.querySelector('[data-testid=stApp]')
  if (!app || getComputedStyle(app).colorScheme !== 'dark') return
  set(app, 'color-scheme', 'light')
  // All is read before anything is written: the browser would work out the whole page's look anew for each element.
  const all = [document.body, ...document.body.querySelectorAll('*:not(script)')].flatMap(changes)
  for (const change of all) set(...change)
})

addEventListener('afterprint', () => {
  for (const [part, value, priority, style] of before.splice(0)) style.setProperty(part, value, priority)
})
