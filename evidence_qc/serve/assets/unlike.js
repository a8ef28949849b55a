// Photos that look like none of the others: left out and asked about, one tap each.
import { small } from "./cards.js";
import { make } from "./elements.js";
import { say } from "./say.js";

const SHOWN = 12;

/** Who is asked about: {id, name, source}; `does(ids, use)` hears the answer. */
export function asked(entries, does) {
  if (!entries.length) return [];
  const ids = entries.map((entry) => entry.id);
  const many = entries.length > 1;
  return [
    make("h2", {}, say("page.unlike-title")),
    make("p", {}, say("page.unlike", { files: entries.length })),
    make("ul", {}, ...entries.slice(0, SHOWN).map((entry) => one(entry, does))),
    make("div", { className: "row" },
      many ? button(say("page.all-belong"), "", () => does(ids, "include")) : "",
      button(say(many ? "page.all-apart" : "page.apart"), "", () => does(ids, "leave-out"))),
  ];
}

function one(entry, does) {
  const picture = small(entry, () => picture.remove());
  picture.alt = "";
  return make("li", {}, picture, button(say("page.belongs"), entry.name, () => does([entry.id], "include")));
}

function button(said, name, does) {
  const made = make("button", { type: "button", className: "button" }, said);
  if (name) made.setAttribute("aria-label", `${said}: ${name}`); // what is read begins with what is seen
  made.addEventListener("click", does);
  return made;
}
