// Search: MiniSearch with the index that was made with the site. vision_compiler/web/search.py cuts words in the same way.
"use strict";
(() => {
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  const tokens = (text) => {
    const letters = folded(text).replace(/[^\p{L}\p{N}]/gu, " ");
    const words = letters.match(/[a-z0-9]+|[^a-z0-9\s]+/gu) || [];
    return words.flatMap((word) => {
      const signs = [...word];
      if (signs.length === 1 || /^[a-z0-9]+$/.test(word)) return [word];
      return signs.slice(1).map((sign, n) => signs[n] + sign);
    });
  };

  const { passages, index } = window.planSearch;
  const library = MiniSearch.loadJS(index, {
    fields: ["heading", "text"],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: {
      combineWith: "AND",
      boost: { heading: 4 },
      prefix: (term) => [...term].length === 1 || /^[a-z0-9]+$/.test(term),
    },
  });

  // Pairs of characters may stand apart; a word that was asked for stands there as a whole.
  const found = (query) => {
    const words = folded(query).split(/\s+/u).filter(Boolean);
    if (!words.length) return [];
    return library
      .search(query)
      .map(({ id }) => passages[id])
      .filter((passage) => {
        const text = folded(passage.slice(2).join(" "));
        return words.every((word) => text.includes(word));
      });
  };

  window.planFinding = { folded, found };
})();
