// The search page: reads the query, shows the passages that were found.
"use strict";
(() => {
  const { folded, found } = window.planFinding;
  const LONGEST = 50;
  const AROUND = 45;

  // The words around the first place where one of the words stands, these marked. Folding may change lengths: then
  // nothing is marked.
  const excerpt = (text, words) => {
    const element = document.createElement("p");
    const low = folded(text);
    const at = low.length === text.length ? Math.min(...words.map((word) => low.indexOf(word)).filter((n) => n >= 0)) : Infinity;
    const start = Number.isFinite(at) ? Math.max(0, at - AROUND) : 0;
    const end = start + 3 * AROUND;
    element.append(start ? "…" : "");
    let here = start;
    while (here < Math.min(end, text.length)) {
      const word = low.length === text.length && words.find((each) => low.startsWith(each, here));
      if (word) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(here, here + word.length);
        element.append(mark);
        here += word.length;
      } else {
        element.append(text[here]);
        here += 1;
      }
    }
    element.append(end < text.length ? "…" : "");
    element.normalize();
    return element;
  };

  const shown = ([address, place, heading, text], words) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = heading;
    item.append(link);
    if (place) {
      const line = document.createElement("span");
      line.className = "result-page";
      line.textContent = place;
      item.append(line);
    }
    item.append(excerpt(text, words));
    return item;
  };

  const show = (query) => {
    const results = found(query);
    const words = folded(query).split(/\s+/u).filter(Boolean);
    const count = document.getElementById("result-count");
    const more = results.length > LONGEST ? `はじめの${LONGEST}件を示しています。` : "";
    count.textContent = query.trim() ? `「${query.trim()}」は${results.length}件見つかりました。${more}` : "";
    document.getElementById("results").replaceChildren(...results.slice(0, LONGEST).map((each) => shown(each, words)));
  };
  const query = new URLSearchParams(window.location.search).get("q") || "";
  const field = document.getElementById("query");
  field.value = query;
  show(query);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(window.location.href);
    url.searchParams.set("q", field.value);
    try {
      window.history.replaceState(null, "", url);
    } catch {
      // An address of a file may not be changed everywhere; the results are the same.
    }
    show(field.value);
  });
})();
