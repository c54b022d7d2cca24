"use strict";
// Light and dark: the system's choice until the reader makes one. It stands in the head: no page begins in the other.
(() => {
  const root = document.documentElement;
  try { const chosen = localStorage.getItem("theme"); if (chosen) root.dataset.theme = chosen; } catch { /* a file opened from disk may have no storage */ }
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme-button");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* no storage */ }
      show();
    });
  });
})();
