"use strict";
// For both renderers: a picture is saved from the page itself; charts and tables that are wider than the screen scroll in a box that the keyboard reaches;
// columns of tables sort.
(() => {
  // A chart that is wider than a phone scrolls; while it does, the keyboard reaches it.
  const reach = () => document.querySelectorAll(".figure-scroll").forEach((box) => {
    const caption = box.closest("figure") && box.closest("figure").querySelector(".caption-label");
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", caption ? caption.textContent.replace(/[\s\u00a0]*:$/, "") : "…");
    } else ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
  });
  document.querySelectorAll("figure > p > img, figure > img").forEach((image) => {
    const box = document.createElement("div");
    box.className = "figure-scroll";
    image.replaceWith(box);
    box.append(image);
  });
  addEventListener("resize", reach);
  addEventListener("load", reach);

  // Without script the link is to the file beside the report; with it the page needs no other file.
  document.querySelectorAll(".exhibit-svg").forEach((link) => {
    const exhibit = link.closest(".exhibit"), image = exhibit && exhibit.querySelector("img[src^='data:image/svg']");
    if (image) link.href = image.src;
  });

  const language = document.documentElement.lang || "en";
  const words = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const comma = (1.5).toLocaleString(language).includes(",");

  // "1 234,5", "< 0,001", "45 %", "7 of 11": the number at the start; NaN if there is none.
  const number = (text) => {
    let plain = text.replace(/[\s\u00a0\u2009\u202f]/g, "").replace("\u2212", "-").replace(/^[<>≤≥~≈+]+/, "");
    plain = comma ? plain.replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".") : plain.replace(/,(?=\d{3}(\D|$))/g, "");
    return /^-?\.?\d/.test(plain) ? parseFloat(plain) : NaN;
  };

  document.querySelectorAll("table").forEach((table, at) => {
    if (!table.closest(".table-scroll")) {
      const box = document.createElement("div");
      box.className = "table-scroll";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", table.caption ? table.caption.textContent : "Table " + (at + 1));
      table.replaceWith(box);
      box.append(table);
    }
    const head = table.tHead && table.tHead.rows.length === 1 && table.tHead.rows[0];
    const body = table.tBodies[0];
    if (!head || !body || body.rows.length < 3 || table.querySelector("[rowspan], [colspan]")) return;
    const heads = [...head.cells];
    heads.forEach((cell, column) => {
      if (!cell.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const down = cell.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = [...body.rows].map((row) => {
          const text = row.cells[column].textContent.trim();
          return { row, text, value: number(text) };
        });
        const filled = keyed.filter((item) => item.text && !/^[–—-]$/.test(item.text));
        const numeric = filled.length > 0 && filled.every((item) => !Number.isNaN(item.value));
        const empty = keyed.filter((item) => !filled.includes(item));
        filled.sort((a, b) => (down ? -1 : 1) * (numeric ? a.value - b.value : words.compare(a.text, b.text)));
        body.append(...filled.map((item) => item.row), ...empty.map((item) => item.row));
      });
    });
  });
})();
