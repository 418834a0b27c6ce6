// Search: MiniSearch with the index that was made with the site. vision_compiler/web/search.py cuts words in the same way.
"use strict";
(() => {
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const hiragana = (text) => folded(text).replace(/[ァ-ヶ]/gu, (sign) => String.fromCodePoint(sign.codePointAt(0) - 0x60));

  const tokens = (text) => {
    const letters = folded(text).replace(/[^\p{L}\p{N}]/gu, " ");
    const words = letters.match(/[a-z0-9]+|[^a-z0-9\s]+/gu) || [];
    return words.flatMap((word) => {
      const signs = [...word];
      if (signs.length === 1 || /^[a-z0-9]+$/.test(word)) return [word];
      return signs.slice(1).map((sign, n) => signs[n] + sign);
    });
  };

  const { passages, index, spellings } = window.planSearch;
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

  const wordsOf = (text) => text.split(/\s+/u).filter(Boolean);
  const spelled = (text) => Object.entries(spellings).reduce((words, [written, meant]) => words.replaceAll(written, meant), text);

  // What is called so comes first, then pages and passages with the words in their headings; each in the order of before.
  const inOrder = (found, words, fold) => {
    const rank = ([address, , heading]) => {
      const title = fold(heading);
      if (title === words.join(" ")) return 0;
      if (!words.every((word) => title.includes(word))) return 3;
      return address.includes("#") ? 2 : 1;
    };
    return found.sort((one, other) => rank(one) - rank(other));
  };

  // Pairs of characters may stand apart; a word that was asked for stands there as a whole.
  const holding = (among, words, fold) =>
    inOrder(among.filter((passage) => words.every((word) => fold(passage.slice(2).join(" ")).includes(word))), words, fold);

  const indexed = (query) => {
    const words = wordsOf(query);
    return { passages: holding(library.search(query).map(({ id }) => passages[id]), words, folded), words, fold: folded };
  };

  // As it is written; else as the plan spells it; else in whichever kana.
  const found = (query) => {
    const asked = folded(query);
    if (!wordsOf(asked).length) return { passages: [], words: [], fold: folded };
    const tried = [asked, spelled(asked)].map(indexed).find((result) => result.passages.length);
    if (tried || !tokens(asked).length) return tried ?? { passages: [], words: [], fold: folded };
    const words = wordsOf(hiragana(asked));
    return { passages: holding([...passages], words, hiragana), words, fold: hiragana };
  };

  window.planFinding = { found };
})();
