"use strict";
(() => {
const root = document.documentElement;
const all = (what, within = document) => [...within.querySelectorAll(what)];
const lang = () => root.dataset.lang;

/* the language: one class shows, the other does not */
function speak(to) {
  root.dataset.lang = to;
  root.lang = to === "zh" ? "zh-Hans" : "en";
  for (const b of all("[data-set]")) b.setAttribute("aria-pressed", String(b.dataset.set === to));
  try { localStorage.setItem("budgetkit-lang", to); } catch { /* a file may not be allowed to */ }
  if (touched) show(touched);
}
let touched = null;
for (const b of all("[data-set]")) b.addEventListener("click", () => speak(b.dataset.set));

/* what is known of a figure, at a touch; texts go in as text only */
const source = document.getElementById("data");
const data = source ? JSON.parse(source.textContent) : null;
const pop = document.getElementById("about");
const word = key => data.words[key][lang() === "zh" ? 0 : 1];
function make(tag, text, cls) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e;
}
function show(button) {
  const at = lang() === "zh" ? 0 : 1;
  const [id, page, file, form, column, row, printed, keys, checks, ref] = data.figures[+button.dataset.f];
  const title = make("h2", row || printed || word("lost"));
  title.id = "about-title";
  const close = make("button", "×", "close");
  close.type = "button";
  close.setAttribute("aria-label", word("close"));
  close.addEventListener("click", hide);
  const list = make("dl");
  const told = (key, text) => { if (text) list.append(make("dt", word(key)), make("dd", text)); };
  told("printed", printed);
  told("page", ref || page && word(file ? "infile" : "onpage").replace("{page}", page).replace("{file}", file));
  told("form", form >= 0 ? data.names[form][at] : "");
  told("column", column);
  told("row", row);
  told("keys", keys.map(k => data.names[k][at]).join(at ? ", " : "、"));
  told("id", id);
  pop.replaceChildren(title, close, list);
  const cell = all(`#printed [data-f="${button.dataset.f}"]`)[0];
  if (cell && cell !== button) {
    const go = make("button", word("go"), "touch");
    go.type = "button";
    go.addEventListener("click", () => { reveal(cell); cell.focus(); });
    pop.append(go);
  }
  if (id) pop.append(make("h2", checks.length ? `${word("checks")} (${checks.length})` : word("none")));
  const items = make("ul", undefined, "pop");
  for (const n of checks) {
    const [rule, mark, outcome, severity, zh, en] = data.checks[n];
    const [code, ...statement] = data.rules[rule];
    const kind = mark === "f" ? ` · ${data.names[severity][at]}` : "";
    items.append(make("li", `${data.names[outcome][at]}${kind} [${code}] ${statement[at]} · ${at ? en : zh}`, mark));
  }
  pop.append(items);
  pop.hidden = false;
  button.closest(".wide, ul, p").after(pop); /* the next stop of the tab key */
  mark(button);
  pop.scrollTop = 0;
  const over = button.getBoundingClientRect().bottom + 8 - pop.getBoundingClientRect().top;
  if (over > 0 && pop.offsetWidth > innerWidth * 0.8) scrollBy(0, over); /* on a phone it covers the width */
}
function mark(button) {
  if (touched) touched.removeAttribute("aria-current");
  touched = button;
  if (button) button.setAttribute("aria-current", "true");
}
function hide() {
  pop.hidden = true;
  const back = touched;
  mark(null);
  if (back) back.focus({preventScroll: true});
}
function reveal(e) {
  for (let d = e.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  e.scrollIntoView({block: "center", inline: "center"});
}
if (data) document.addEventListener("click", event => {
  const button = event.target.closest("[data-f]");
  if (button) show(button);
});
document.addEventListener("keydown", event => { if (event.key === "Escape" && pop && !pop.hidden) hide(); });

/* one stop of the tab key a table, arrows go from figure to figure */
for (const table of all("table.sheet")) {
  const first = table.querySelector("button");
  if (!first) continue;
  first.tabIndex = 0;
  table.addEventListener("keydown", event => {
    const step = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]}[event.key];
    const from = event.target.closest("button");
    if (!step || !from) return;
    const next = step[0] ? below(from, step[0]) : beside(table, from, step[1]);
    event.preventDefault();
    if (!next) return;
    for (const b of all("button[tabindex='0']", table)) b.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    if (touched) show(next);
  });
}
function beside(table, from, by) {
  const buttons = all("button", table);
  return buttons[buttons.indexOf(from) + by];
}
function below(from, by) {
  const x = from.getBoundingClientRect();
  const middle = (x.left + x.right) / 2;
  for (let row = from.closest("tr"); (row = by > 0 ? row.nextElementSibling : row.previousElementSibling);) {
    const hit = all("button", row).find(b => { const r = b.getBoundingClientRect(); return r.left <= middle && middle <= r.right; });
    if (hit) return hit;
  }
  return null;
}

/* a crop opens with what is boxed in sight */
function look(d) {
  if (!d.open) return;
  for (const box of all(".wide", d)) {
    const red = box.querySelector("rect.reported") || box.querySelector("rect");
    if (!red) continue;
    const r = red.getBoundingClientRect(), b = box.getBoundingClientRect();
    if (r.left < b.left || r.right > b.right) box.scrollLeft += (r.left + r.right - b.left - b.right) / 2;
  }
}
for (const d of all("details.crops")) {
  d.addEventListener("toggle", () => look(d));
  look(d);
  /* on a phone it fits the screen until it is touched */
  for (const box of all(".wide", d)) {
    const turn = () => { box.querySelector(".crop").classList.toggle("large"); look(d); };
    box.addEventListener("click", turn);
    box.addEventListener("keydown", e => { if (e.key === "Enter") turn(); });
  }
}

/* on paper everything is open */
let closed = [];
addEventListener("beforeprint", () => { closed = all("details:not([open])"); for (const d of closed) d.open = true; });
addEventListener("afterprint", () => { for (const d of closed) d.open = false; closed = []; });
addEventListener("hashchange", () => { const e = document.getElementById(location.hash.slice(1)); if (e) reveal(e); });

/* the index: a click on a heading sorts by it, another one the other way round */
for (const table of all("table.sort")) all("thead th", table).forEach((th, n) => th.querySelector("button").addEventListener("click", () => {
  const down = th.getAttribute("aria-sort") === "ascending";
  for (const other of all("thead th", table)) other.setAttribute("aria-sort", "none");
  th.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const key = row => {
    const cell = row.cells[n], text = cell.dataset.v ?? cell.textContent.trim();
    return text !== "" && !isNaN(text) ? Number(text) : text;
  };
  const rows = [...body.rows].map(row => [key(row), row]);
  rows.sort(([a], [b]) => {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1; /* what is not known stands last */
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");
    return down ? -order : order;
  });
  body.append(...rows.map(([, row]) => row));
}));

let kept = null;
try { kept = localStorage.getItem("budgetkit-lang"); } catch { /* as above */ }
if (kept === "en" || kept === "zh") speak(kept);
})();
