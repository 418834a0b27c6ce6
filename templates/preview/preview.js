"use strict";
// Shows what /state.json says, and asks again whenever /events speaks. Everything is written with textContent.

const $ = (id) => document.getElementById(id);
const remembered = (key, value) => {
  try {
    if (value === undefined) return sessionStorage.getItem(key);
    sessionStorage.setItem(key, value);
  } catch { /* a browser without storage forgets */ }
  return null;
};

let state = null;
let chosenDocument = new URLSearchParams(location.search).get("document") || remembered("document") || "";
let chosenPlace = null;
let shownVersion = "";
let newestVersion = "";
let isAsking = false;
let line = null;

const element = (name, classes, text) => {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text !== undefined) made.textContent = text;
  return made;
};
const placeOf = (each) => `${state.folder.split("/").pop()}/${each.file}:${each.line}行`;
const pageName = (number) => {
  const folio = state.pages[number] && state.pages[number].folio;
  return folio ? `${folio}ページ` : `${number + 1}枚目`;
};

// ---- Word of changes. A hidden window lets go of its line, because a browser has few of them for one address.

function listen() {
  if (line || document.hidden) return;
  line = new EventSource(`/events?document=${encodeURIComponent(chosenDocument)}`);
  line.onmessage = (event) => { newestVersion = event.data; ask(); };
  line.onerror = () => { $("status").textContent = "接続が切れました。「vision serve」が動いているかを確かめてください。"; };
}
function hangUp() {
  if (line) line.close();
  line = null;
}
document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));

async function ask() {
  if (isAsking) return;
  isAsking = true;
  try {
    while (shownVersion !== newestVersion) {
      const wanted = newestVersion;
      const answer = await fetch(`/state.json?document=${encodeURIComponent(chosenDocument)}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      shownVersion = wanted;
      show(told);
    }
  } catch { /* the line will be open again soon, and speak */ } finally { isAsking = false; }
}

// ---- The whole

function show(told) {
  const before = state;
  const changed = !before || before.document !== told.document;
  if (before && !told.complete && told.good) told.findings = before.findings;  // the new ones follow at once
  state = told;
  document.title = state.title ? `${state.title} プレビュー` : "計画のプレビュー";
  $("title").textContent = state.title || "計画のプレビュー";
  if (state.document && state.document !== chosenDocument) choose(state.document, false);
  showBand();
  showDocuments();
  showSections();
  showPages(changed);
  showFindings();
  if (!changed && state.touched && state.edit !== before.edit) reveal(state.touched);
  const time = new Date().toLocaleTimeString("ja-JP");
  $("status").textContent = state.complete || !state.good ? `${time} 更新` : `${time} 更新（文章を確かめています）`;
}

function showBand() {
  const errors = state.findings.filter((each) => each.severity === "error").length;
  const hasPages = state.pages.length > 0;
  const kept = hasPages ? "表示しているのは、直前の正しい状態のページです。" : "右の指摘を直すと、ここにページが出ます。";
  let words = "";
  if (state.problem) words = `${state.problem}${hasPages ? kept : ""}`;
  else if (!state.good) words = `いまの計画に誤りが${errors}件あります。${kept}`;
  $("band").textContent = words;
  $("band").hidden = !words;
  $("empty").hidden = hasPages;
  $("empty").textContent = state.good ? "ページを組んでいます。はじめは少し時間がかかります。" : "まだ表示できるページがありません。";
}

// ---- The chooser

function showDocuments() {
  update($("documents"), state.documents.map((each) => ({
    key: each.id, make: () => {
      const button = element("button", "", each.title);
      button.type = "button";
      button.addEventListener("click", () => choose(each.id, true));
      return wrapped(button);
    },
  })), JSON.stringify(state.documents));
  for (const [number, each] of state.documents.entries()) {
    $("documents").children[number].firstChild.setAttribute("aria-current", String(each.id === state.document));
  }
}

function choose(id, asks) {
  chosenDocument = id;
  remembered("document", id);
  if (!asks) return;
  hangUp();
  shownVersion = "";
  $("status").textContent = "ページを組んでいます…";
  listen();
}

function showSections() {
  const key = JSON.stringify([state.document, state.sections, state.pages.map((page) => page.folio)]);
  update($("sections"), state.sections.map((each) => ({
    make: () => {
      const button = element("button");
      button.type = "button";
      button.append(element("span", "name", each.title), element("span", "folio", state.pages[each.page].folio));
      button.addEventListener("click", () => scrollToPage(each.page));
      const item = wrapped(button);
      item.className = `level-${each.level}`;
      return item;
    },
  })), key);
  markSection();
}

function markSection() {
  let current = -1;
  const page = pageInView();
  state.sections.forEach((each, number) => { if (each.page <= page) current = number; });
  [...$("sections").children].forEach((item, number) => {
    const isCurrent = number === current;
    if ((item.firstChild.getAttribute("aria-current") === "true") === isCurrent) return;
    item.firstChild.setAttribute("aria-current", String(isCurrent));
    if (isCurrent) item.scrollIntoView({ block: "nearest" });
  });
}

const wrapped = (child) => { const item = element("li"); item.append(child); return item; };

// A list is made anew only if it is another one, so that focus and scrolling stay.
function update(list, entries, key) {
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...entries.map((entry) => entry.make()));
}

// ---- Pages

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.dataset.near = String(entry.isIntersecting);
    if (entry.isIntersecting) load(entry.target);
  }
}, { root: $("desk"), rootMargin: "900px 0px" });

function showPages(anew) {
  const box = $("pages");
  if (anew) {
    for (const page of box.children) near.unobserve(page);
    box.replaceChildren();
    $("desk").scrollTop = 0;
    choosePlace(null);
  }
  while (box.children.length > state.pages.length) { near.unobserve(box.lastChild); box.lastChild.remove(); }
  while (box.children.length < state.pages.length) {
    const made = makePage(box.children.length);
    box.append(made);
    near.observe(made);
  }
  state.pages.forEach((page, number) => {
    const figure = box.children[number];
    figure.querySelector(".paper").style.aspectRatio = `${page.width} / ${page.height}`;
    figure.querySelector("figcaption").textContent = pageName(number);
    figure.dataset.wanted = page.digest;
    if (figure.dataset.near === "true" || (state.touched && state.touched.page === number)) load(figure);
  });
}

function makePage(number) {
  const figure = element("figure", "page");
  figure.dataset.number = String(number);
  figure.append(element("div", "paper"), element("figcaption"));
  return figure;
}

// The new picture takes the place of the old one when it is ready to be painted, so that nothing flickers.
async function load(figure) {
  const digest = figure.dataset.wanted;
  if (!digest) return;
  loadRegions(figure);
  if (figure.dataset.loading === digest || figure.dataset.shown === digest) return;
  figure.dataset.loading = digest;
  const number = Number(figure.dataset.number);
  const image = new Image();
  image.alt = `${pageName(number)}の見本`;
  image.src = `/page/${state.document}/${number}.png?v=${digest}&fineness=${fineness(figure, number)}`;
  try { await image.decode(); } catch { if (figure.dataset.loading === digest) figure.dataset.loading = ""; return; }
  if (figure.dataset.wanted !== digest) return;
  figure.dataset.shown = digest;
  const paper = figure.querySelector(".paper");
  const old = paper.querySelector("img");
  if (old) old.replaceWith(image); else paper.prepend(image);
  document.dispatchEvent(new CustomEvent("picture", { detail: { number, digest } }));
}

// As many pixels as the screen has for the page: 6, 8 or 10 for four points.
function fineness(figure, number) {
  const needed = 4 * figure.clientWidth * devicePixelRatio / state.pages[number].width;
  return [6, 8].find((each) => each >= needed) || 10;
}

async function loadRegions(figure) {
  const version = shownVersion, number = Number(figure.dataset.number);
  if (figure.dataset.regions === version) return;
  figure.dataset.regions = version;
  let found = [];
  try {
    const answer = await fetch(`/regions/${state.document}/${number}.json`);
    if (answer.ok) found = await answer.json();
  } catch { return; }
  if (figure.dataset.regions !== version || !state.pages[number]) return;
  const key = JSON.stringify(found);
  if (figure.dataset.regionsKey === key) return;
  figure.dataset.regionsKey = key;
  const { width, height } = state.pages[number];
  const had = figure.contains(document.activeElement) ? document.activeElement.dataset.index : null;
  for (const old of figure.querySelectorAll(".region")) old.remove();
  figure.querySelector(".paper").append(...found.map((each, index) => makeRegion(each, index, width, height)));
  if (had !== null && found.length) figure.querySelectorAll(".region")[Math.min(had, found.length - 1)].focus({ preventScroll: true });
}

function makeRegion(each, index, width, height) {
  const button = element("button", "region");
  const percent = (value, whole) => `${(100 * value / whole).toFixed(3)}%`;
  button.type = "button";
  button.tabIndex = index ? -1 : 0;  // one stop of the tabulator a page; the arrows lead on
  button.dataset.index = String(index);
  button.setAttribute("aria-label", `${placeOf(each)}を選ぶ`);
  button.setAttribute("aria-pressed", String(isChosen(each)));
  button.style.left = percent(each.left, width);
  button.style.top = percent(each.top, height);
  button.style.width = percent(each.right - each.left, width);
  button.style.height = percent(each.bottom - each.top, height);
  button.addEventListener("click", () => {
    choosePlace(each);
    for (const other of document.querySelectorAll(".region")) other.setAttribute("aria-pressed", String(other === button));
  });
  return button;
}

document.addEventListener("keydown", (event) => {
  const here = document.activeElement;
  if (!here || !here.classList.contains("region") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const all = [...document.querySelectorAll(".region")];
  const next = all[all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest" }); }
});

function pageInView() {
  const middle = $("desk").getBoundingClientRect().top + $("desk").clientHeight / 3;
  const pages = [...$("pages").children];
  const found = pages.findIndex((page) => page.getBoundingClientRect().bottom > middle);
  return found < 0 ? pages.length - 1 : found;
}

let marking = false;
$("desk").addEventListener("scroll", () => {
  if (marking) return;
  marking = true;
  requestAnimationFrame(() => { marking = false; if (state) markSection(); });
}, { passive: true });

function scrollToPage(number, share = 0) {
  const page = $("pages").children[number];
  if (!page) return;
  const top = page.offsetTop - $("desk").offsetTop + share * page.querySelector(".paper").clientHeight;
  $("desk").scrollTo({ top: Math.max(0, top - (share ? $("desk").clientHeight / 3 : 16)) });
}

function reveal(spot) {
  const page = $("pages").children[spot.page];
  if (!page) return;
  const paper = page.querySelector(".paper"), { height } = state.pages[spot.page];
  const desk = $("desk").getBoundingClientRect(), box = paper.getBoundingClientRect();
  const top = box.top + box.height * spot.top / height, bottom = box.top + box.height * spot.bottom / height;
  if (top < desk.top || Math.min(bottom, top + 80) > desk.bottom) scrollToPage(spot.page, spot.top / height);
  const flash = element("div", "flash");
  flash.style.top = `${100 * spot.top / height}%`;
  flash.style.height = `${100 * (spot.bottom - spot.top) / height}%`;
  paper.append(flash);
  setTimeout(() => flash.remove(), 2400);
}

// ---- Places

const isChosen = (each) => chosenPlace !== null && each.file === chosenPlace.file && each.line === chosenPlace.line;

function choosePlace(each) {
  chosenPlace = each;
  $("hint").hidden = Boolean(each);
  $("chosen").hidden = !each;
  if (!each) return;
  $("where").textContent = placeOf(each);
  $("copy").textContent = "コピー";
  const path = `${state.folder}/${each.file}`.split("/").map(encodeURIComponent).join("/").replace(/%3A/gi, ":");
  $("open").href = `vscode://file${path.startsWith("/") ? "" : "/"}${path}:${each.line}`;
}

$("copy").addEventListener("click", async () => {
  const words = `${state.folder.split("/").pop()}/${chosenPlace.file}:${chosenPlace.line}`;
  try {
    await navigator.clipboard.writeText(words);
    $("copy").textContent = "コピーしました";
  } catch { $("copy").textContent = "コピーできませんでした"; }
});

// ---- Findings

function showFindings() {
  const box = $("findings");
  const key = JSON.stringify([state.findings, state.complete, state.document, state.pages.map((page) => page.folio)]);
  const counted = ["error", "warning", "info"].map((kind) => state.findings.filter((each) => each.severity === kind));
  $("count").textContent = counted.flatMap((of) => (of.length ? [`${of[0].word} ${of.length}件`] : [])).join("、");
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  const open = new Set([...box.querySelectorAll("details[open]")].map((each) => each.dataset.kind));
  box.replaceChildren(...counted.flatMap((of, kind) => group(of, kind, open)));
  if (!state.findings.length) box.append(element("p", "none", state.complete ? "誤りはありません。" : "確かめています…"));
}

function group(found, kind, open) {
  const items = found.map(makeFinding);
  if (!kind || !found.length) return items;
  const box = element("details", "group");
  box.dataset.kind = found[0].severity;
  box.open = open.has(found[0].severity) || (found[0].severity === "warning" && found.length < 6);
  box.append(element("summary", "", `${found[0].word}（${found.length}件）`), ...items);
  return [box];
}

function makeFinding(each) {
  const item = element("article", `finding ${each.severity}`);
  const head = element("p", "head");
  const place = element("button", "link", placeOf(each));
  place.type = "button";
  place.addEventListener("click", () => { choosePlace(each); $("place").scrollIntoView({ block: "nearest" }); });
  head.append(element("span", "badge", each.word), place);
  if (each.page !== null) {
    const shown = element("button", "link", pageName(each.page));
    shown.type = "button";
    shown.addEventListener("click", () => scrollToPage(each.page));
    head.append(shown);
  }
  head.append(element("span", "code", each.code));
  item.append(head, element("p", "message", each.message));
  if (each.text.trim()) item.append(element("p", "text", each.text.trim()));
  if (each.help) item.append(element("p", "help", `直し方: ${each.help}`));
  return item;
}

listen();
