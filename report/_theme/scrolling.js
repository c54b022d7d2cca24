"use strict";
// A chart that is wider than a phone scrolls; while it does, the keyboard reaches it, and it is called as its exhibit is
// numbered, or as its slide is titled.
(() => {
  const boxes = document.querySelectorAll(".figure-scroll");
  const name = (box) => {
    const caption = box.closest("figure") && box.closest("figure").querySelector(".caption-label");
    const slide = box.closest("main > section");
    return caption ? caption.textContent.replace(/[\s\u00a0]*:$/, "") : slide ? slide.querySelector("h2").textContent : "…";
  };
  const reach = () => boxes.forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === "auto") {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", name(box));
    } else ["tabindex", "role", "aria-label"].forEach((key) => box.removeAttribute(key));
  });
  addEventListener("resize", reach);
  addEventListener("load", reach);
  document.querySelectorAll(".figure-scroll img").forEach((image) => image.addEventListener("load", reach));   // lazy ones
})();
