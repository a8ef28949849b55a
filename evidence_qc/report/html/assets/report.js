// Comfort only: the page says and does the same without this script.
(() => {
  "use strict";
  const files = document.getElementById("files");
  const cards = [...files.querySelectorAll(".card")];
  const groups = [...files.querySelectorAll(".group")];

  // A browser that does not know :has() is filtered from here.
  if (!CSS.supports("selector(:has(*))")) {
    files.querySelector(".filter").addEventListener("change", (event) => {
      for (const group of groups) {
        const shown = event.target.value === "all" || group.classList.contains("group-" + event.target.value);
        group.classList.toggle("is-hidden", !shown);
      }
    });
  }

  // Many files: find one by its name.
  if (cards.length > 24) {
    const search = document.createElement("input");
    search.type = "search";
    search.className = "search";
    search.placeholder = files.dataset.find;
    search.setAttribute("aria-label", files.dataset.findByName);
    search.addEventListener("input", () => {
      const words = search.value.toLocaleLowerCase().split(/\s+/);
      files.classList.toggle("is-searched", search.value !== "");
      for (const card of cards) {
        const name = card.dataset.name.toLocaleLowerCase();
        card.classList.toggle("is-hidden", !words.every((word) => name.includes(word)));
      }
    });
    files.querySelector(".files-head").append(search);
  }

  // Escape takes every focus map away.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const toggle of files.querySelectorAll(".heat-toggle:checked")) toggle.checked = false;
  });

  // Paper has no folds: what was left out is printed whole.
  addEventListener("beforeprint", () => {
    for (const more of document.querySelectorAll(".more")) more.open = true;
  });

  // A link to a rule opens it.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
