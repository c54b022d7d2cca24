"use strict";
(() => {
  // Chapters and contents: always open beside the text, closed at first above it.
  document.querySelectorAll(".page-nav details, .page-toc details").forEach((toc) => {
    const wide = matchMedia("(min-width: 1100px)");
    const arrange = () => { toc.open = wide.matches; };
    arrange();
    wide.addEventListener("change", arrange);
    toc.addEventListener("click", (event) => {
      if (event.target.closest("a") && !wide.matches) toc.open = false;
    });
    addEventListener("beforeprint", () => { toc.open = false; });
    addEventListener("afterprint", arrange);
    const links = new Map([...toc.querySelectorAll("a[href^='#']")].map((a) => [a.hash.slice(1), a]));
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    let current = null;
    const mark = () => {
      let reached = null;
      for (const heading of headings) {
        if (heading.getBoundingClientRect().top > innerHeight / 4) break;
        reached = heading;
      }
      const link = reached && links.get(reached.id);
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      if (link) link.setAttribute("aria-current", "location");
      current = link;
      if (link && wide.matches) {
        const box = link.closest("nav");
        const place = link.getBoundingClientRect(), around = box.getBoundingClientRect();
        if (place.top < around.top || place.bottom > around.bottom) box.scrollTop += place.top - around.top - 80;
      }
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  });

  // Tabs, after the pattern of the ARIA authoring practices; without script all panels stand below each other.
  document.querySelectorAll(".panel-tabset").forEach((set, number) => {
    const panels = [...set.children].filter((child) => child.classList.contains("tab-panel"));
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    const tabs = panels.map((panel, at) => {
      const heading = panel.firstElementChild;
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = "tab-" + (number + 1) + "-" + (at + 1);
      tab.setAttribute("role", "tab");
      tab.append(...[...heading.childNodes].map((node) => node.cloneNode(true)));
      heading.classList.add("tab-heading");
      panel.id = panel.id || tab.id + "-panel";
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
      list.append(tab);
      return tab;
    });
    if (!tabs.length) return;
    const select = (chosen) => tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      panels[at].classList.toggle("tab-hidden", at !== chosen);
    });
    tabs.forEach((tab, at) => {
      tab.addEventListener("click", () => select(at));
      tab.addEventListener("keydown", (event) => {
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const target = (to + tabs.length) % tabs.length;
        select(target);
        tabs[target].focus();
      });
    });
    set.prepend(list);
    select(0);
    // A reference to a figure in a hidden panel opens that panel.
    const reveal = () => {
      const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const at = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
      if (at >= 0) { select(at); target.scrollIntoView(); }
    };
    addEventListener("hashchange", reveal);
    reveal();
  });
})();
