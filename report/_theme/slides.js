"use strict";
(() => {
  const slides = [...document.querySelectorAll("main > section")];
  const steps = document.querySelector(".slide-steps");
  const shown = steps.querySelector("output");
  let current = Math.max(0, slides.findIndex((slide) => slide.id && slide.id === location.hash.slice(1)));
  const mark = () => { shown.textContent = (current + 1) + " / " + slides.length; };
  const go = (to) => {
    current = Math.min(Math.max(to, 0), slides.length - 1);
    slides[current].scrollIntoView();
    mark();
  };
  steps.hidden = false;
  steps.querySelector(".slide-previous").addEventListener("click", () => go(current - 1));
  steps.querySelector(".slide-next").addEventListener("click", () => go(current + 1));
  const notes = steps.querySelector(".slide-notes");
  const turn = () => { notes.setAttribute("aria-pressed", document.body.classList.toggle("with-notes")); };
  notes.addEventListener("click", turn);
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("button, .table-scroll, .figure-scroll, details")) return;
    if (event.key === "n") turn();
    const to = { ArrowRight: current + 1, PageDown: current + 1, ArrowLeft: current - 1, PageUp: current - 1, Home: 0, End: slides.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });
  document.querySelectorAll(".table-scroll").forEach((box) => {   // their captions say the basis alone: two may be alike
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", box.closest("section").querySelector("h2").textContent);
  });
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { current = slides.indexOf(entry.target); mark(); }
  }, { rootMargin: "-49% 0px -49% 0px" });
  slides.forEach((slide) => observer.observe(slide));
  mark();
})();
