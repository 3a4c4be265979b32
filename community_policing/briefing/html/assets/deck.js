/* The keys and panels of a deck. Texts are only ever set as text; nothing is asked of any host but in notes.js. */
(async () => {
  "use strict";
  const facts = JSON.parse(document.getElementById("facts").textContent), words = facts.words, root = document.documentElement;
  const sections = [...document.querySelectorAll(".slides > section")];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  function make(name, inside, className) {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const each of [].concat(inside ?? [])) made.append(each);
    return made;
  }

  /* What runs over is set smaller until it fits: long names are never cut and never lie over each other. */
  const over = (box) => box && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
  function smaller(sheet, name, least, bad) {
    for (let k = 1; k >= least; k *= .95) {
      sheet.style.setProperty(name, k.toFixed(3));
      if (!bad()) return;
    }
  }
  function fit(section) {
    if (section.dataset.fitted) return;
    section.dataset.fitted = "1";
    section.classList.add("measured");
    const sheet = section.firstElementChild, find = (what) => sheet.querySelector(what), head = find("header");
    smaller(sheet, "--h", .3, () => head.offsetHeight > 190 || over(head));
    const boxes = [...sheet.querySelectorAll(".block, .card, .row, .body, .cards, .figure")];
    const drawn = [...sheet.querySelectorAll(".picture")];
    const full = () => boxes.some(over) || over(sheet) || drawn.some((each) => each.clientHeight < 270);
    smaller(sheet, "--c", .45, full); // first the room between the lines, and what is larger than the text
    smaller(sheet, "--k", .22, full);
    section.classList.remove("measured");
  }
  await Promise.all(["400", "600"].map((weight) => document.fonts.load(`${weight} 24px "Noto Sans"`, "a≥ğ▲")));
  await document.fonts.load('400 24px "Noto Sans Arabic"', "ع");

  const deck = new Reveal(document.querySelector(".reveal"), {
    width: 1920, height: 1080, margin: 0, minScale: .05, maxScale: 8, center: false, controls: false, progress: true, hash: true,
    hashOneBasedIndex: true, keyboard: false, jumpToSlide: false, help: false, transition: "none", backgroundTransition: "none",
    rtl: root.dir === "rtl", scrollActivationWidth: null, viewDistance: 2, mobileViewDistance: 2, autoPlayMedia: false, fragments: false,
  });
  const at = () => deck.getIndices().h;
  deck.on("slidechanged", (event) => { fit(event.currentSlide); refresh(); });
  await deck.initialize();
  sections.slice(at(), at() + 1).forEach(fit);
  root.dataset.ready = "1";
  (function later(next) {
    if (next < sections.length) { fit(sections[next]); setTimeout(later, 0, next + 1); } else root.dataset.fitted = "1";
  })(0);
  addEventListener("beforeprint", () => sections.forEach(fit));

  /* On a narrow upright screen slides would be too small to read: they stand below each other, in one column. */
  const narrow = matchMedia("(max-width: 720px) and (orientation: portrait)");
  function reading() {
    root.classList.toggle("reading", narrow.matches);
    deck.configure({ touch: !narrow.matches });
    if (narrow.matches) sections.forEach((each) => ["inert", "aria-hidden", "hidden"].forEach((name) => each.removeAttribute(name)));
    const stops = [...sections, ...sections.flatMap((each) => [...each.querySelectorAll(".block:is(:has(table), .drawing)")])]; // what is wide scrolls
    stops.forEach((each) => (narrow.matches ? each.setAttribute("tabindex", 0) : each.removeAttribute("tabindex")));
  }
  narrow.addEventListener("change", () => { reading(); deck.layout(); });
  reading();

  /* Panels: one at a time, closed by its key, its button or Esc; the focus goes back to where it was. */
  const panel = make("aside", null, "panel"), spoken = make("aside", null, "spoken"), chip = make("div", null, "chip");
  panel.hidden = spoken.hidden = chip.hidden = true;
  panel.tabIndex = spoken.tabIndex = -1;
  panel.setAttribute("role", "dialog");
  chip.setAttribute("role", "status");
  spoken.setAttribute("aria-label", words.notes);
  document.body.append(panel, spoken, chip);
  let shown = "", before = null;
  function open(kind, title, inside) {
    if (!shown) before = document.activeElement;
    shown = kind;
    const shut = make("button", words.close, "shut");
    shut.onclick = close;
    panel.replaceChildren(make("h2", title), shut, ...inside);
    panel.setAttribute("aria-label", title);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus();
  }
  function close() {
    shown = "";
    panel.hidden = true;
    before?.focus?.();
  }
  function asked(lines) { return make("dl", lines.flatMap(([ask, said]) => [make("dt", ask), make("dd", said)])); }
  function working() {
    const slide = facts.slides[at()], found = slide.numbers.map((each) => facts.numbers[each]);
    const parts = found.map((each) => make("div", [make("h3", [make("span", each.label), make("b", each.text)]), asked(each.lines)]));
    open("working", words.working, [make("p", slide.headline, "quiet"), ...(parts.length ? parts : [make("p", words.none)])]);
  }
  function help() {
    const keys = words.help.filter(([key]) => key !== "N" || facts.present);
    open("help", words.keys, [make("dl", keys.flatMap(([key, said]) => [make("dt", make("kbd", key)), make("dd", said)]))]);
  }
  function refresh() {
    spoken.textContent = facts.slides[at()].notes || words.no_notes;
    if (shown === "working") working();
    if (root.classList.contains("reading")) reading();
  }
  function toggleSpoken() {
    spoken.hidden = !spoken.hidden;
    root.classList.toggle("spoken-open", !spoken.hidden);
    refresh();
    deck.layout();
  }

  /* Advancing by itself: a countdown that any key stops. */
  const SECONDS = 20;
  let auto = "", left = SECONDS, jump = "";
  const say = (text) => { chip.textContent = text; chip.hidden = !text; };
  function tell() { say(auto === "on" ? fill(words.next, { seconds: left }) : auto === "paused" ? words.paused : ""); }
  function tick() {
    if (auto !== "on") return;
    left -= 1;
    if (left > 0) return tell();
    left = SECONDS;
    if (at() >= told - 1) { auto = ""; say(words.ended); } else { deck.next(); tell(); }
  }
  setInterval(tick, 1000);

  function fullscreen() { document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {}); }
  const first = () => deck.slide(0), told = facts.told, last = () => deck.slide(told - 1);
  const overview = () => deck.toggleOverview(), black = () => deck.togglePause();
  const back = () => deck.prev(), on = () => deck.next();
  const forward = root.dir === "rtl" ? back : on, backward = root.dir === "rtl" ? on : back;
  const again = (kind, make) => () => (shown === kind ? close() : make());
  const keys = {
    ArrowRight: forward, ArrowLeft: backward, ArrowDown: on, ArrowUp: back, PageDown: on, PageUp: back, Home: first, End: last,
    " ": (event) => (event.shiftKey ? back() : on()), b: black, ".": black, f: fullscreen, F5: fullscreen, o: overview,
    w: again("working", working), s: toggleSpoken, h: again("help", help), "?": again("help", help),
    a: () => { auto = auto ? "" : "on"; left = SECONDS; tell(); }, p: () => { if (auto) { auto = auto === "on" ? "paused" : "on"; tell(); } },
    Escape: () => { if (shown) close(); else if (!spoken.hidden) toggleSpoken(); else if (deck.isOverview()) overview(); },
    Enter: () => { if (jump) deck.slide(Math.min(sections.length, Math.max(1, +jump)) - 1); else if (deck.isOverview()) overview(); },
  };
  if (window.briefingNotes) {
    const notes = window.briefingNotes({ facts, words, fill, make, open, close, at, shown: () => shown });
    keys.n = notes.key;
  }
  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey || (writing && key !== "Escape")) return;
    if (event.target.tagName === "BUTTON" && (key === " " || key === "Enter")) return;
    if (shown && (key === "ArrowDown" || key === "ArrowUp" || key === " ")) return;
    if (root.classList.contains("reading") && !["Escape", "w", "h", "?", "n"].includes(key)) return;
    if (auto === "on" && key !== "a" && key !== "p") { auto = "paused"; left = SECONDS; tell(); }
    if (/^\d$/.test(key)) { jump = (jump + key).slice(-3); say(fill(words.jump, { number: jump })); return; }
    if (deck.isPaused() && !["b", ".", "Escape", "F5", "f"].includes(key)) { black(); event.preventDefault(); return; }
    if (deck.isPaused() && key === "Escape") black();
    const act = keys[key];
    if (act) { event.preventDefault(); act(event); }
    if (jump) { jump = ""; tell(); }
  });
  document.addEventListener("click", () => deck.isPaused() && black());
})();
