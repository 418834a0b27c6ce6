// The list of indicators: narrowed by words, strategy and kind, and put in another order.
"use strict";
(() => {
  const tools = document.getElementById("tools");
  const body = document.querySelector("#all-indicators tbody");
  if (!tools || !body) return;
  const rows = [...body.rows].map((row, place) => ({
    row,
    place,
    text: folded(row.textContent),
    name: row.querySelector(".row-name").textContent,
    keys: [...row.querySelectorAll("td")].map((cell) => (cell.dataset.key ? Number(cell.dataset.key) : null)),
  }));
  const field = (id) => document.getElementById(id);

  function folded(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function narrow() {
    const words = folded(field("words").value).split(/\s+/u).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits =
        words.every((word) => text.includes(word)) &&
        (!field("strategy").value || row.dataset.strategy === field("strategy").value) &&
        (!field("kind").value || row.dataset.kind === field("kind").value);
      row.hidden = !fits;
      shown += fits;
    }
    field("count").textContent = `${rows.length}件のうち${shown}件を示しています。`;
  }

  // Rows without a number come last.
  function compared(order) {
    if (order === "") return (one, other) => one.place - other.place;
    if (order === "name") return (one, other) => one.name.localeCompare(other.name, "ja") || one.place - other.place;
    return (one, other) => {
      const [a, b] = [one.keys[order], other.keys[order]];
      return (a === null) - (b === null) || b - a || one.place - other.place;
    };
  }

  tools.addEventListener("input", narrow);
  field("order").addEventListener("input", (event) => {
    body.append(...[...rows].sort(compared(event.target.value)).map(({ row }) => row));
  });
  tools.hidden = false;
  narrow();
})();
