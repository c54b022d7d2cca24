"use strict";
// For both renderers: charts that are wider than the screen scroll in a box (`scrolling.js`); tables sort, long ones are
// filtered and saved; the list of exhibits is filtered.
(() => {
  document.querySelectorAll("figure > p > img, figure > img").forEach((image) => {
    const box = document.createElement("div");
    box.className = "figure-scroll";
    image.replaceWith(box);
    box.append(image);
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

  const made = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const main = document.querySelector("main"), said = main ? main.dataset : {};

  const FEW = 4;   // rows that are taken in at a glance: nobody sorts fewer
  // A long table: rows are chosen by words, and what is shown is saved as CSV.
  const tools = (table, box) => {
    const rows = [...table.tBodies[0].rows], texts = rows.map((row) => plain(row.textContent));
    const caption = document.getElementById(box.getAttribute("aria-labelledby"));
    const input = made("input", { type: "search", autocomplete: "off" }), count = made("output", {});
    const tell = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row, at) => { row.hidden = !words.every((word) => texts[at].includes(word)); });
      count.textContent = said.rows.replace("{n}", rows.filter((row) => !row.hidden).length).replace("{all}", rows.length);
    };
    input.addEventListener("input", tell);
    if (caption) input.setAttribute("aria-label", said.filter + ": " + caption.textContent.trim());
    const cell = (each) => '"' + each.textContent.trim().replace(/"/g, '""') + '"';
    const link = made("a", { href: "#", download: (table.closest("figure").id || "table") + ".csv" }, said.csv);
    link.addEventListener("click", () => {
      const shown = [table.tHead.rows[0], ...table.tBodies[0].rows].filter((row) => !row.hidden);
      const text = "\ufeff" + shown.map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
      link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(text);
    });
    box.before(made("div", { className: "table-tools" }, made("label", {}, said.filter, input), count, link));
    tell();
  };

  // The list of exhibits: by chapter, by basis, by words.
  document.querySelectorAll(".report-exhibits").forEach((list) => {
    const cards = [...list.querySelectorAll(".report-card")], names = list.dataset;
    const chapter = (card) => {
      const page = card.querySelector("a").getAttribute("href").split("#")[0];
      const link = [...document.querySelectorAll(".page-nav a")].find((each) => each.getAttribute("href") === page);
      return link ? link.textContent.trim() : page;
    };
    const values = { chapter: cards.map(chapter), basis: cards.map((card) => card.dataset.basis) };
    const choice = (name) => {
      const options = [...new Set(values[name])].map((value) => made("option", { value }, value));
      return made("select", {}, made("option", { value: "" }, names.all), ...options);
    };
    const chosen = { chapter: choice("chapter"), basis: choice("basis") }, words = made("input", { type: "search" });
    const count = made("output", {});
    const tell = () => {
      const asked = plain(words.value);
      cards.forEach((card, at) => {
        card.hidden = !Object.keys(chosen).every((name) => !chosen[name].value || chosen[name].value === values[name][at])
          || !plain(card.textContent).includes(asked);
      });
      count.textContent = cards.filter((card) => !card.hidden).length + " / " + cards.length;
    };
    [...Object.values(chosen), words].forEach((each) => each.addEventListener("input", tell));
    const labelled = (name, field) => made("label", {}, names[name], field);
    list.before(made("div", { className: "table-tools" }, labelled("chapter", chosen.chapter),
      labelled("basis", chosen.basis), labelled("filter", words), count));
    tell();
  });

  document.querySelectorAll("table").forEach((table, at) => {
    if (!table.closest(".table-scroll")) {   // of a page that was made without the filters
      const box = document.createElement("div");
      box.className = "table-scroll";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", table.caption ? table.caption.textContent : "Table " + (at + 1));
      table.replaceWith(box);
      box.append(table);
    }
    const box = table.closest(".table-scroll");
    if (box.classList.contains("long") && said.filter && table.closest("figure")) tools(table, box);
    const head = table.tHead && table.tHead.rows.length === 1 && table.tHead.rows[0];
    const body = table.tBodies[0];
    if (!head || !body || body.rows.length < FEW || table.querySelector("[rowspan], [colspan]")) return;
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
