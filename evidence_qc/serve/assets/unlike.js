// Photos that look like none of the others, left out and asked about; and several things, one tap each.
import { small } from "./cards.js";
import { make } from "./elements.js";
import { say } from "./say.js";

const SHOWN = 12;

/** Who is asked about: {id, name, source}; `things` are lists of such; `does(ids, use)` hears the answer. */
export const asked = (entries, things, does) => [...strangers(entries, does), ...several(things, does)];

function several(things, does) {
  if (things.length < 2) return [];
  if (things.length === 2) return which(things, does);
  return [
    make("h2", {}, say("page.things-title")),
    make("p", {}, say("page.things")),
    make("ul", {}, ...things.slice(0, SHOWN).map((thing) => {
      const ids = thing.map((entry) => entry.id);
      return one(thing[0], say("page.apart"), () => does(ids, "leave-out"), say("page.files", { files: ids.length }));
    })),
  ];
}

/** Of two things one is it: nobody has to think of what is another's other. */
function which(things, does) {
  const ids = things.map((thing) => thing.map((entry) => entry.id));
  return [
    make("h2", {}, say("page.things-title")),
    make("p", {}, say("page.which-thing")),
    make("ul", {}, ...things.map((thing, at) => one(thing[0], say("page.this-thing"), () => does(ids[1 - at], "leave-out"), say("page.files", { files: thing.length })))),
    make("div", { className: "row" }, button(say("page.both-things"), "", () => does(ids[1], "include"))),
  ];
}

function strangers(entries, does) {
  if (!entries.length) return [];
  const ids = entries.map((entry) => entry.id);
  const many = entries.length > 1;
  return [
    make("h2", {}, say("page.unlike-title")),
    make("p", {}, say("page.unlike", { files: entries.length })),
    make("ul", {}, ...entries.slice(0, SHOWN).map((entry) => one(entry, say("page.belongs"), () => does([entry.id], "include")))),
    make("div", { className: "row" },
      many ? button(say("page.all-belong"), "", () => does(ids, "include")) : "",
      button(say(many ? "page.all-apart" : "page.apart"), "", () => does(ids, "leave-out"))),
  ];
}

function one(entry, said, does, count = "") {
  const picture = small(entry, () => picture.remove());
  picture.alt = "";
  return make("li", {}, picture, count ? make("span", {}, count) : "", button(said, entry.name, does));
}

function button(said, name, does) {
  const made = make("button", { type: "button", className: "button" }, said);
  if (name) made.setAttribute("aria-label", `${said}: ${name}`); // what is read begins with what is seen
  made.addEventListener("click", does);
  return made;
}
