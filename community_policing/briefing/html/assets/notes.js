/* Decisions and actions noted while presenting: kept on this device until the server has them, sent again until it has. */
"use strict";
window.briefingNotes = ({ facts, words, fill, make, open, close, at, shown }) => {
  const STORE = `briefing-notes-${facts.id}`, address = location.pathname.replace(/\/$/, "") + "/notes";
  const line = make("div", null, "chip left");
  line.setAttribute("role", "status");
  document.body.append(line);
  let held = [], sending = false;
  try { held = JSON.parse(localStorage.getItem(STORE) || "[]"); } catch { held = []; }
  function keep() {
    try { localStorage.setItem(STORE, JSON.stringify(held)); } catch { /* no room on this device: they stay in the page */ }
    const count = held.filter((each) => each.state === "waiting").length;
    line.classList.remove("kept");
    line.textContent = count ? fill(words.unsent, { count }) : "";
    line.hidden = !count;
  }
  /* Says for some seconds that the server has it, so that who presents need not look. */
  function confirm(note) {
    line.textContent = fill(words.kept, { text: note.text });
    line.classList.add("kept");
    line.hidden = false;
    setTimeout(keep, 5000);
  }
  const named = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  async function send() {
    if (sending) return;
    let kept = null;
    sending = true;
    try {
      for (const each of held.filter((one) => one.state === "waiting")) {
        const answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(each.note) });
        if (answer.ok) { each.state = "sent"; kept = each.note; }
        else if (answer.status < 500 && ![404, 408, 429].includes(answer.status)) { each.state = "refused"; each.why = (await answer.text()).slice(0, 300); }
        else break;
        keep();
      }
    } catch { /* the server is away: they wait */ }
    sending = false;
    keep();
    if (kept) confirm(kept);
  }
  function field(label, input, name) { input.name = name; return make("label", [label, input]); }
  function choices(pairs) { return make("select", pairs.map(([value, text]) => Object.assign(make("option", text), { value }))); }
  function list() {
    const said = { sent: () => words.sent, waiting: () => words.waiting, refused: (each) => fill(words.refused, { why: each.why }) };
    const rows = held.map((each) => make("li", [
      make("p", `${words[each.note.kind]}: ${each.note.text}`),
      make("p", [each.note.owner, each.note.due_on, said[each.state](each)].filter(Boolean).join(" · "), "quiet")]));
    return [make("h3", words.noted), rows.length ? make("ul", rows) : make("p", words.nothing_noted, "quiet")];
  }
  function dialog() {
    const slide = facts.slides[at()], text = make("textarea"), owner = make("input"), due = Object.assign(make("input"), { type: "date" });
    text.maxLength = 500; owner.maxLength = 80; owner.placeholder = words.owner_hint;
    const wrong = make("p", "", "wrong"), button = make("button", words.keep), form = make("div");
    wrong.setAttribute("role", "alert");
    const kind = choices([["decision", words.decision], ["action", words.action]]), about = choices([["", words.about_none], ...slide.indicators]);
    button.onclick = () => {
      if (!text.value.trim()) { wrong.textContent = words.need_text; text.focus(); return; }
      const note = { id: named(), slide: slide.key, indicator: about.value, kind: kind.value, text: text.value.trim(), owner: owner.value.trim(), due_on: due.value };
      held.push({ note, state: "waiting" });
      keep(); close(); send();
    };
    form.append(field(words.kind, kind, "kind"), field(words.text, text, "text"), field(words.owner, owner, "owner"),
      field(words.due, due, "due_on"), field(words.about, about, "indicator"), wrong, button);
    open("note", words.note, [make("p", slide.headline, "quiet"), form, ...list()]);
    text.focus();
  }
  keep(); send();
  setInterval(() => held.some((each) => each.state === "waiting") && send(), 5000);
  addEventListener("online", send);
  return { key: () => (shown() === "note" ? close() : dialog()) };
};
