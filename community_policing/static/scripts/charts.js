// Pictures of charts, with the title, the note and the file name that our button carries: of our own drawings, and by plotly's
// image export.  Plotly's toolbar offers one format and no title; its button is out of sight, and clicked for the reader.
document.documentElement.classList.add('with-pictures')

const EDGE = 14, TITLE = { size: 16, line: 21, letter: 8.6 }, NOTE = { size: 12, line: 16, letter: 6.4 }

function wrapped(text, look, width) {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (longer.length * look.letter > width && lines.at(-1)) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines.filter(Boolean)
}

// The legend on the page is none of plotly's: the one in the container that the button names, else the one that stands right
// before the chart, nothing else between.
function legend(plot, own) {
  const before = own ? document.querySelector(`.st-key-${own} .legend`)
    : [...document.querySelectorAll('.legend, h1, h2, h3, .js-plotly-plot')]
      .filter(each => each.compareDocumentPosition(plot) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)
  if (!before?.matches('.legend')) return []
  return [...before.children].map(entry => {
    const { backgroundColor: ground, borderColor: edge, borderRadius: radius } = getComputedStyle(entry.querySelector('i'))
    const hollow = ground === 'rgba(0, 0, 0, 0)', round = radius === '50%'
    return { sign: hollow ? (round ? '○' : '□') : (round ? '●' : '■'), colour: hollow ? edge : ground, words: entry.textContent }
  })
}

function rows(entries, width) {
  const lines = [[]]
  for (const entry of entries) {
    const length = [...lines.at(-1), entry].map(each => `${each.sign} ${each.words}`).join('    ').length
    if (length * NOTE.letter > width && lines.at(-1).length) lines.push([entry])
    else lines.at(-1).push(entry)
  }
  return lines.filter(line => line.length)
}

const marked = line => line.map(({ sign, colour, words }) => `<span style="color:${colour}">${sign}</span> ${whole(words)}`).join('    ')

// A page that is read from the right: its titles begin there, each line isolated in a drawing that runs from the left.
const fromRight = () => document.documentElement.dir === 'rtl'
const whole = line => fromRight() ? `\u2067${line}\u2069` : line

function text(lines, look, y, colour, weight) {
  const [x, side] = fromRight() ? [1, 'right'] : [0, 'left']
  return {
    text: lines.map(line => weight ? `<b>${whole(line)}</b>` : whole(line)).join('<br>'), x, y: 1, yshift: y, xref: 'paper', yref: 'paper',
    xanchor: side, yanchor: 'bottom', align: side, showarrow: false, font: { size: look.size, color: colour },
  }
}

function part(name, attributes, ...inside) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}

// The drawing, one layer on the other, as large as it stands on the page, under its title, its note and its legend.
function framed(layers, titles, notes, signs) {
  const { width, height } = layers[0].getBoundingClientRect(), { backgroundColor: ground, color, fontFamily } = getComputedStyle(app())
  const above = titles.length * TITLE.line + (notes.length + signs.length) * NOTE.line + EDGE
  const size = { width: width + 2 * EDGE, height: height + above + 2 * EDGE }
  const picture = part('svg', { ...size, 'font-family': fontFamily, fill: color }, part('rect', { ...size, fill: ground }))
  let y = EDGE
  const start = fromRight() ? { x: size.width - EDGE, direction: 'rtl' } : { x: EDGE }
  const write = (look, weight, ...words) => picture.append(
    part('text', { ...start, y: y += look.line, 'font-size': look.size, 'font-weight': weight, 'xml:space': 'preserve' }, ...words))
  titles.forEach(line => write(TITLE, 600, line))
  notes.forEach(line => write(NOTE, 400, line))
  signs.forEach(line => write(NOTE, 400, ...line.flatMap(({ sign, colour, words }) => [part('tspan', { fill: colour }, sign), ` ${whole(words)}    `])))
  for (const layer of layers) {
    const copy = layer.cloneNode(true)
    for (const [key, value] of Object.entries({ x: EDGE, y: EDGE + above, width, height })) copy.setAttribute(key, value)
    picture.append(copy)
  }
  return { ...size, text: new XMLSerializer().serializeToString(picture) }
}

async function save({ width, height, text }, format, file) {
  let blob = new Blob([text], { type: 'image/svg+xml' })
  if (format === 'png') {
    const image = new Image(), canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height })
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`
    await image.decode()
    canvas.getContext('2d').drawImage(image, 0, 0, 2 * width, 2 * height)
    blob = await new Promise(done => canvas.toBlob(done))
  }
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: `${file}.${format}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const app = () => document.querySelector('[data-testid=stApp]')

addEventListener('click', event => {
  const { chart, format, file, title, note, legend: own } = event.target.closest?.('button[data-chart]')?.dataset ?? {}
  const place = chart && `.st-key-${chart.replace(/[^\w-]/g, '-')}`
  const layers = place ? [...document.querySelectorAll(`${place} .drawing svg`)] : []
  if (layers.length) {
    const { width } = layers[0].getBoundingClientRect()
    const [titles, notes] = [[title, TITLE], [note, NOTE]].map(([words, look]) => wrapped(words.replaceAll('<br>', ' '), look, width))
    save(framed(layers, titles, notes, rows(legend(layers[0], own), width)), format, file)
  }
  const plot = place && document.querySelector(`${place} .js-plotly-plot`)
  const button = plot?.querySelector('.modebar-btn')
  if (!button) return
  const { layout, _fullLayout: full, _context: context } = plot, options = context.toImageButtonOptions
  const titles = wrapped(title, TITLE, full.width)
  const notes = [...wrapped(note, NOTE, full.width), ...rows(legend(plot, own), full.width).map(marked)]
  const above = titles.length * TITLE.line + notes.length * NOTE.line + EDGE
  const margin = { l: 0, r: 0, t: 0, b: 0, ...layout.margin }
  // Plotly copies the layout as soon as its button is clicked, so the page's own drawing never shows this one.
  plot.layout = {
    ...layout,
    paper_bgcolor: getComputedStyle(app()).backgroundColor,
    margin: { ...margin, l: margin.l + EDGE, r: margin.r + EDGE, t: margin.t + above + EDGE, b: margin.b + EDGE },
    annotations: [
      ...(layout.annotations ?? []),
      text(titles, TITLE, full._size.t + notes.length * NOTE.line + 6, full.font.color, true),
      text(notes, NOTE, full._size.t + 4, full.font.color, false),
    ],
  }
  context.toImageButtonOptions = {
    format, filename: file, scale: format === 'png' ? 2 : 1, width: full.width + 2 * EDGE, height: full.height + above + 2 * EDGE,
  }
  button.click()
  plot.layout = layout
  context.toImageButtonOptions = options
})
