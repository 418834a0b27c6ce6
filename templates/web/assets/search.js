// The search page: reads the query, shows the passages that were found.
"use strict";
(() => {
  const { found } = window.planFinding;
  const LONGEST = 50;
  const AROUND = 45;

  // The words around the first place where one of the words stands, these marked. Folding may change lengths: then
  // nothing is marked.
  const excerpt = (text, words, fold) => {
    const element = document.createElement("p");
    const low = fold(text);
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

  const linkTo = (address, words) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    return link;
  };

  const line = (...parts) => {
    const element = document.createElement("span");
    element.className = "result-page";
    element.append(...parts);
    return element;
  };

  // What stands on several pages in the same words is one result, with a link to each of the others.
  const shown = ([[address, place, heading, text], ...others], words, fold) => {
    const item = document.createElement("li");
    item.append(linkTo(address, heading), ...(place ? [line(place)] : []), excerpt(text, words, fold));
    for (const [at, above, title] of others) item.append(line("同じ文：", linkTo(at, [above, title].filter(Boolean).join("＞"))));
    return item;
  };

  const grouped = (passages) => {
    const groups = new Map();
    for (const passage of passages) {
      const key = passage[3] || passage[0];
      groups.set(key, [...(groups.get(key) ?? []), passage]);
    }
    return [...groups.values()];
  };

  const told = (query, count, words) => {
    if (!count) return `「${query}」は見つかりませんでした。短い言葉や別の言い方で探すか、下の「全てのページ」から選んでください。`;
    const meant = words.join(" ");
    const instead = meant === query.normalize("NFKC").toLowerCase().split(/\s+/u).join(" ") ? "" : `（「${meant}」として探しました）`;
    return `「${query}」は${count}件見つかりました${instead}。${count > LONGEST ? `はじめの${LONGEST}件を示しています。` : ""}`;
  };

  const show = (query) => {
    const { passages, words, fold } = found(query);
    const results = grouped(passages);
    document.getElementById("result-count").textContent = query.trim() ? told(query.trim(), results.length, words) : "";
    document.getElementById("results").replaceChildren(...results.slice(0, LONGEST).map((each) => shown(each, words, fold)));
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
