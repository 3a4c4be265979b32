// Pictures of charts: plotly's own image export, with the title, the note and the file name that our button carries.
// Plotly's toolbar offers one format and no title; its button is out of sight, and clicked for the reader.
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
    const sign = hollow ? (round ? '○' : '□') : (round ? '●' : '■')
    return { words: `${sign} ${entry.textContent}`, marked: `<span style="color:${hollow ? edge : ground}">${sign}</span> ${entry.textContent}` }
  })
}

function rows(entries, width) {
  const lines = [[]]
  for (const entry of entries) {
    const length = [...lines.at(-1), entry].map(each => each.words).join('    ').length
    if (length * NOTE.letter > width && lines.at(-1).length) lines.push([entry])
    else lines.at(-1).push(entry)
  }
  return lines.filter(line => line.length).map(line => line.map(each => each.marked).join('    '))
}

function text(lines, look, y, colour, weight) {
  return {
    text: lines.map(line => weight ? `<b>${line}</b>` : line).join('<br>'), x: 0, y: 1, yshift: y, xref: 'paper', yref: 'paper',
    xanchor: 'left', yanchor: 'bottom', align: 'left', showarrow: false, font: { size: look.size, color: colour },
  }
}

addEventListener('click', event => {
  const { chart, format, file, title, note, legend: own } = event.target.closest?.('button[data-chart]')?.dataset ?? {}
  const plot = chart && document.querySelector(`.st-key-${chart.replace(/[^\w-]/g, '-')} .js-plotly-plot`)
  const save = plot?.querySelector('.modebar-btn')
  if (!save) return
  const { layout, _fullLayout: full, _context: context } = plot, options = context.toImageButtonOptions
  const titles = wrapped(title, TITLE, full.width)
  const notes = [...wrapped(note, NOTE, full.width), ...rows(legend(plot, own), full.width)]
  const above = titles.length * TITLE.line + notes.length * NOTE.line + EDGE
  const margin = { l: 0, r: 0, t: 0, b: 0, ...layout.margin }
  // Plotly copies the layout as soon as its button is clicked, so the page's own drawing never shows this one.
  plot.layout = {
    ...layout,
    paper_bgcolor: getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
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
  save.click()
  plot.layout = layout
  context.toImageButtonOptions = options
})
