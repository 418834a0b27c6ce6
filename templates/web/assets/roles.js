// On a phone the stylesheet lays out tables as flex boxes, for which some browsers forget what they are: say it again.
"use strict";
(() => {
  const roles = { table: "table", "thead, tbody": "rowgroup", tr: "row", "th[scope=col], th[scope=colgroup]": "columnheader", "th[scope=row], th[scope=rowgroup]": "rowheader", td: "cell" };
  for (const [elements, role] of Object.entries(roles)) {
    for (const element of document.querySelectorAll(elements)) element.setAttribute("role", role);
  }
})();
