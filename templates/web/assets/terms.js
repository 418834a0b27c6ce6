// A term opens its explanation beside it. Without this script the same link leads to the glossary.
"use strict";
(() => {
  const links = document.querySelectorAll("a.term[data-term]");
  if (!links.length || !("popover" in HTMLElement.prototype)) return;
  const popover = document.createElement("div");
  popover.id = "term-popover";
  popover.popover = "auto";
  popover.setAttribute("role", "dialog");
  popover.setAttribute("aria-labelledby", "popover-term");
  document.body.append(popover);
  let opener = null;

  const paragraph = (name, content) => {
    const element = document.createElement("p");
    element.className = name;
    element.append(content);
    return element;
  };

  const fill = (link) => {
    const entry = document.getElementById(link.dataset.term);
    const more = document.createElement("a");
    more.href = link.href;
    more.textContent = "用語解説のページで見る";
    const term = paragraph("popover-term", entry.querySelector("dt").textContent);
    term.id = "popover-term";
    popover.replaceChildren(term, paragraph("popover-text", entry.querySelector("dd").textContent), paragraph("", more));
  };

  // Beside the term where there is room; on a narrow screen the stylesheet puts it at the foot.
  const place = (link) => {
    popover.removeAttribute("style");
    if (window.innerWidth < 640) return;
    const box = link.getBoundingClientRect();
    const below = box.bottom + popover.offsetHeight + 16 < window.innerHeight;
    const top = below ? box.bottom + 8 : Math.max(8, box.top - popover.offsetHeight - 8);
    const left = Math.max(8, Math.min(box.left, window.innerWidth - popover.offsetWidth - 8));
    Object.assign(popover.style, {
      position: "absolute",
      inset: "auto",
      top: `${top + window.scrollY}px`,
      left: `${left + window.scrollX}px`,
    });
  };

  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      fill(link);
      popover.showPopover();
      place(link);
      opener = link;
      link.setAttribute("aria-expanded", "true");
      popover.querySelector("a").focus({ preventScroll: true });
    });
  }
  popover.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    opener.setAttribute("aria-expanded", "false");
    if (popover.contains(document.activeElement) || document.activeElement === document.body) opener.focus({ preventScroll: true });
    opener = null;
  });
})();
