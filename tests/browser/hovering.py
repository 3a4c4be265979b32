"""What a reader sees under the pointer: over plotly's drawings, over ours and over the WebGL map, in a real browser."""

# Waits until every plotly drawing of the page stands; moves a pointer over every point of every trace, over every link and
# node of a flow, and reads what is written.  A polygon is pointed at where no mark covers it, if there is such a place.
# Answers a list of {chart, kind, own, text}: `own` is the polygon's or the mark's own text, as the drawing was given it.
PLOTLY = """async () => {
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const all = (within, what) => [...within.querySelectorAll(what)];
  const written = text => all(text, 'tspan.line').map(line => line.textContent).join('\\n') || text.textContent;
  const read = gd => all(gd, '.hoverlayer .hovertext text').map(written).filter(Boolean).join('\\n');
  const lines = text => (text || '').replaceAll('<br>', '\\n');
  const key = gd => [...gd.closest('[class*=st-key-]').classList].find(name => name.startsWith('st-key-')).slice(7);
  const sensor = gd => gd.querySelector('.geo .bg rect, .nsewdrag');
  const drawings = () => all(document, '.js-plotly-plot');
  const stands = () => !document.querySelector('[data-testid=stSkeleton]')
    && all(document, '[data-testid=stPlotlyChart]').every(frame => frame.querySelector('.js-plotly-plot'))
    && drawings().every(gd => gd.calcdata && (sensor(gd) || gd.querySelector('.sankey')));
  for (let turn = 0; turn < 400 && !stands(); turn++) await wait(25);

  const send = (target, kind, x, y) =>
    target.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true, view: window, clientX: x, clientY: y}));
  const over = async (gd, target, x, y) => {
    send(target, 'mouseover', x, y);
    send(target, 'mousemove', x, y);
    for (let turn = 0; turn < 8 && !read(gd); turn++) await wait(20);
    const text = read(gd);
    send(target, 'mouseout', x, y);
    for (let turn = 0; turn < 8 && read(gd); turn++) await wait(20);
    return text;
  };
  const places = (gd, trace, point) => {
    const layout = gd._fullLayout, {x: left, y: top} = gd.getBoundingClientRect();
    if (trace.type === 'choropleth' || trace.type === 'scattergeo') {
      const [x, y] = layout.geo._subplot.projection(point.lonlat || point.ct);
      const aside = trace.type === 'choropleth' ? [[0, 0], [0, 12], [0, -12], [12, 0], [-12, 0], [20, 20], [-20, -20]] : [[0, 0]];
      return aside.map(([across, down]) => [left + x + across, top + y + down]);
    }
    const [xa, ya] = [layout.xaxis, layout.yaxis], half = (end, begin) => (end + (begin || 0)) / 2;
    const [x, y] = trace.type !== 'bar' ? [point.x, point.y]
      : trace.orientation === 'h' ? [half(point.x, point.b), point.p] : [point.p, half(point.y, point.b)];
    return [[left + xa._offset + xa.c2p(x), top + ya._offset + ya.c2p(y)]];
  };

  const found = [];
  for (const gd of drawings()) {
    for (const points of gd.calcdata) {
      const trace = points[0] && points[0].trace;
      if (!trace || trace.visible !== true || trace.hoverinfo === 'skip') continue;
      if (trace.type === 'sankey') {
        for (const each of all(gd, '.sankey-link, .sankey-node')) {
          const box = each.getBoundingClientRect();
          const text = await over(gd, each, box.x + box.width / 2, box.y + box.height / 2);
          found.push({chart: key(gd), kind: each.classList[0], own: '', text});
        }
        continue;
      }
      for (const [number, point] of points.entries()) {
        if (trace.type === 'bar' && !point.s) continue;
        const own = trace.type === 'choropleth' ? trace.customdata[number].join('\\n')
          : lines(Array.isArray(trace.hovertext) ? trace.hovertext[number] : trace.type === 'scattergeo' ? trace.text[number] : '');
        let text = '';
        for (const [x, y] of places(gd, trace, point)) {
          text = await over(gd, sensor(gd), x, y) || text;
          if (trace.type !== 'choropleth' || text === own) break;
        }
        found.push({chart: key(gd), kind: trace.type, own, text});
      }
    }
  }
  return found;
}"""

# The same of our own drawings: a pointer over every part that says something, at a point where no other part covers it, if there
# is one.  Answers {chart, kind, own, text}, kind "map" or "chart".
DRAWINGS = """async () => {
  const wait = ms => new Promise(done => setTimeout(done, ms));
  for (let turn = 0; turn < 400 && document.querySelector('[data-testid=stSkeleton], .drawing > img'); turn++) await wait(25);
  const steps = [...Array(15).keys()].map(step => (step + 1) / 16);
  const free = part => {
    part.scrollIntoView({block: 'center'});
    const {x, y, width, height} = part.getBoundingClientRect();
    const grid = steps.flatMap(across => steps.map(down => [x + width * across, y + height * down]));
    return grid.find(point => document.elementFromPoint(...point) === part) ?? [x + width / 2, y + height / 2];
  };
  return [...document.querySelectorAll('.drawing [data-tip]')].map(part => {
    const [clientX, clientY] = free(part);
    document.elementFromPoint(clientX, clientY).dispatchEvent(new PointerEvent('pointermove', {bubbles: true, clientX, clientY}));
    const tip = document.querySelector('.tip'), text = tip.hidden ? '' : tip.innerText;
    const key = [...part.closest('[class*=st-key-]').classList].find(name => name.startsWith('st-key-')).slice(7);
    return {chart: key, kind: part.closest('.mapped') ? 'map' : 'chart', own: part.dataset.tip, text};
  });
}"""

# What the WebGL map says under the pointer.
TOOLTIP = """() => { const tip = document.querySelector('.deck-tooltip');
  return tip && tip.style.display !== 'none' ? tip.innerText : ''; }"""
