"use strict";
// Search over all pages of the site: `search.js` beside them holds their text and is loaded when somebody begins to search.
(() => {
  const form = document.querySelector(".search");
  if (!form) return;
  const input = form.querySelector("input"), box = form.querySelector("#search-found");
  const [said, list] = [box.querySelector("p"), box.querySelector("ol")];
  const MOST = 40, AROUND = 70;
  form.hidden = false;

  let loading = null;
  const load = () => loading = loading || new Promise((done) => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => done((window.reportSearch || []).flatMap((page) => page.pieces.map(([address, heading, text], at) => (
      { page, address, href: page.page + ".html" + (at && address ? "#" + address : ""), heading, text, plain: folded(heading + " " + text) }))));
    script.onerror = () => done([]);
    document.head.append(script);
  });

  // Without accents and case, letter by letter, so that places in it are places in the text.
  const folded = (text) => [...text].map((letter) => letter.normalize("NFD")[0].toLowerCase()).join("");
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  const marked = (text, terms) => {   // the text around the first place, with all places marked
    const plain = folded(text), places = terms.map((term) => plain.search(term)).filter((at) => at >= 0);
    const first = places.length ? Math.min(...places) : 0;   // where the heading has them all: the text's beginning
    const from = first > AROUND ? plain.lastIndexOf(" ", first - AROUND) + 1 : 0, to = Math.min(text.length, first + 2 * AROUND);
    const parts = document.createDocumentFragment();
    if (from > 0) parts.append("… ");
    let at = from;
    for (const found of plain.slice(from, to).matchAll(new RegExp(terms.map((term) => term.source).join("|"), "g"))) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from + found.index, from + found.index + found[0].length);
      parts.append(text.slice(at, from + found.index), mark);
      at = from + found.index + found[0].length;
    }
    parts.append(text.slice(at, to), to < text.length ? " …" : "");
    return parts;
  };

  const show = async () => {
    const words = folded(input.value.trim()).split(/\s+/).filter((word) => word.length > 1);
    if (!words.length) { box.hidden = true; return; }
    const pieces = await load();
    const terms = words.map((word) => new RegExp("(?<![\\p{L}\\p{N}])" + escaped(word), "u"));
    const found = pieces.filter((piece) => terms.every((term) => term.test(piece.plain)));
    const weight = (piece) => terms.filter((term) => term.test(folded(piece.heading))).length;
    found.sort((a, b) => weight(b) - weight(a));
    said.textContent = !found.length ? form.dataset.foundNone : found.length === 1 ? form.dataset.foundOne
      : form.dataset.found.replace("{n}", found.length);
    list.replaceChildren(...found.slice(0, MOST).map((piece) => {
      const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("strong");
      const chapter = document.createElement("small"), context = document.createElement("span");
      link.href = piece.href;
      where.textContent = piece.heading || piece.text.slice(0, 80);
      chapter.textContent = piece.page.title;
      context.append(marked(piece.heading ? piece.text : piece.text.slice(80) || piece.text, terms));
      link.append(where, ...(piece.heading === piece.page.title ? [] : [chapter]), context);
      item.append(link);
      return item;
    }));
    box.hidden = false;
  };

  // An address of the time when the report was one page, `index.html#fig-x`, leads to the page that has it now.
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked && !document.getElementById(asked)) load().then((pieces) => {
    const piece = pieces.find((each) => each.address === asked);
    if (piece) location.replace(piece.page.page + ".html#" + asked);
  });

  const close = () => { box.hidden = true; };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => { load(); if (input.value) show(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (!box.hidden && first) first.click();
  });
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); input.focus(); close(); }
    if (box.hidden || !["ArrowDown", "ArrowUp"].includes(event.key) || !links.length) return;
    event.preventDefault();
    const to = at + (event.key === "ArrowDown" ? 1 : -1);
    (to < 0 ? input : links[Math.min(to, links.length - 1)]).focus();
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
    event.preventDefault();
    input.focus();
  });
})();
