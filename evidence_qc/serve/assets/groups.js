// What is wrong, one row each: its title, small pictures, and its cards where it is open.
import { card, isClip, ROLES, small, word } from "./cards.js";
import { icon, make } from "./elements.js";
import { say } from "./say.js";
import { showWording } from "./case/wording.js";

const STRIP = 8;
export const CARDS = 24;
export const CARDS_MOST = 72;
const WORST = { reject: 0, borderline: 1, good: 2 };

/** Worst first, then as they came. */
export const worstFirst = (entries) =>
  [...entries].sort((one, other) => rank(one) - rank(other) || one.number - other.number);

const rank = (entry) => WORST[entry.answer?.verdict] ?? 1.5;

/** One group: {key, title, entries, isOther, isOpen, most, weak}; `does` is what can be done with it. */
export function row(group, groups, does) {
  const { entries, isOther, isOpen } = group;
  const shown = worstFirst(entries);
  const number = groups.filter((each) => !each.isOther).indexOf(group) + 1;
  const named = group.title || say("page.problem", { number });
  const head = make("div", { className: "problem-head" },
    isOther ? make("h2", {}, say(groups.length > 1 ? "page.everything-else" : "page.your-files")) : title(group, number, does),
    make("span", { className: "problem-number" }, say(isOther && groups.length > 1 ? "page.files-else" : "page.files", { files: entries.length })),
    isOther ? null : order(group, groups, named, does),
    group.weak ? make("p", { className: "weak" }, group.weak) : null);
  const section = make("section", { className: `problem${isOpen ? " is-open" : ""}`, data: { problem: group.key } }, head);
  if (!isOpen) section.append(strip(shown, (entry) => does.open(group, entry)));
  const toggle = make("button", { type: "button", className: "button toggle" }, say(isOpen ? "page.close" : "page.see-each"));
  toggle.setAttribute("aria-expanded", String(isOpen));
  toggle.setAttribute("aria-label", `${toggle.textContent}: ${isOther ? say("page.everything-else") : named}`);
  toggle.addEventListener("click", () => does.open(group, null, !isOpen));
  head.append(toggle);
  if (isOpen) {
    const most = group.most ?? CARDS;
    const first = Math.max(0, most - CARDS_MOST); // however many there are, the page stays light
    if (first) section.append(turn(say("page.show-before", { files: CARDS }), () => does.more(group, most - CARDS)));
    section.append(make("div", { className: "cards" }, ...shown.slice(first, most).map((entry) => card(entry, titlesOf(groups), does))));
    const rest = shown.length - most;
    const end = make("div", { className: "row turns" });
    if (rest > 0) end.append(turn(say("page.show-more", { files: Math.min(CARDS, rest), rest }), () => does.more(group, most + CARDS), "is-more"));
    if (shown.length > 2) end.append(turn(say("page.close"), () => does.close(group)));
    section.append(end);
  }
  return section;
}

const titlesOf = (groups) => {
  const named = groups.filter((each) => !each.isOther);
  return named.filter(({ key }) => key).map((each) => ({ key: each.key, title: each.title || say("page.problem", { number: named.indexOf(each) + 1 }) }));
};

function turn(said, does, kind = "") {
  const button = make("button", { type: "button", className: `button turn ${kind}` }, said);
  button.addEventListener("click", does);
  return button;
}

function title(group, number, does) {
  const input = make("input", { className: "claim-title", value: group.title, type: "text", autocomplete: "off", maxLength: 300, placeholder: say("page.title-example") });
  input.setAttribute("list", "faults");
  input.setAttribute("aria-label", say("page.problem-label", { number }));
  // Not before the focus is where the Tab key takes it: everything is drawn anew then.
  input.addEventListener("change", () => setTimeout(() => does.rename(group, input.value)));
  input.addEventListener("keydown", (event) => event.key === "Enter" && finished(input));
  const wording = make("span", { className: "wording", id: `wording-${number}` });
  showWording(group.key, wording, group.words, group.title);
  input.setAttribute("aria-describedby", wording.id);
  return make("label", { className: "claim-label" }, say("page.problem-title", { number }), input, wording);
}

/** On to what is asked next and not answered yet: the next problem, then what was bought. */
function finished(input) {
  const titles = [...document.querySelectorAll(".claim-title")];
  const item = document.getElementById("item");
  const next = titles.slice(titles.indexOf(input) + 1).find((each) => !each.value) ?? (item.value ? null : item);
  if (input.value.trim() && next) next.focus();
  else input.blur();
}

/** Before and after the neighbours; into another one; or no problem at all, but the item or the parcel. */
function order(group, groups, named, does) {
  const own = groups.filter((each) => !each.isOther);
  const at = own.indexOf(group);
  const button = (name, said, to) => {
    const made = make("button", { type: "button", className: `arrow arrow-${name}`, title: said, disabled: !own[to] }, name === "up" ? "↑" : "↓");
    made.setAttribute("aria-label", `${named}: ${said}`);
    made.addEventListener("click", () => does.swap(group, own[to]));
    return made;
  };
  const into = make("select", { className: "merge" }, make("option", { value: "" }, say("page.this-is")),
    ...Object.entries(ROLES).map(([role, said]) => make("option", { value: role }, said)),
    ...own.filter((each) => each !== group).map((each) => make("option", { value: own.indexOf(each) }, say("page.same-as", { title: each.title || say("page.problem", { number: own.indexOf(each) + 1 }) }))));
  into.setAttribute("aria-label", `${named}: ${say("page.this-is")}`);
  into.addEventListener("change", () => (into.value in ROLES ? does.assign(group, into.value) : into.value && does.merge(group, own[Number(into.value)])));
  const arrows = own.length > 1 ? [button("up", say("page.more-important"), at - 1), button("down", say("page.less-important"), at + 1)] : [];
  return make("span", { className: "order" }, ...arrows, into);
}

const isGone = (entry) => entry.use === "leave-out";

function strip(entries, open) {
  // What there is, before what is to be taken again: a row is known by what can be seen in it.
  const best = [...entries].reverse().sort((one, other) => isGone(one) - isGone(other));
  const shown = best.slice(0, STRIP).map((entry) => {
    const verdict = entry.answer?.verdict ?? "waiting";
    const button = make("button", { type: "button", className: `thumb is-${verdict}${entry.use === "leave-out" ? " is-out" : ""}` });
    const nothing = () => button.prepend(make("span", { className: "thumb-name" }, entry.name));
    if (entry.isBlank) nothing();
    else {
      const picture = small(entry, () => { picture.remove(); nothing(); });
      picture.alt = "";
      button.append(picture);
    }
    if (verdict !== "waiting") button.append(make("span", { className: `dot verdict-${verdict}` }, icon(verdict)));
    const used = entry.use ? ` ${say(`page.use-${entry.use}`)}` : "";
    button.setAttribute("aria-label", `${say(isClip(entry) ? "page.alt-clip" : "page.alt-photo", entry)}: ${word(verdict)}${used}`);
    button.addEventListener("click", () => open(entry));
    return button;
  });
  const rest = entries.length - shown.length;
  if (rest > 0) {
    const all = make("button", { type: "button", className: "thumb thumb-rest" }, `+${rest}`);
    all.setAttribute("aria-label", `+${rest}: ${say("page.show-rest", { files: rest })}`); // what can be read, too: some languages say two without a 2
    all.addEventListener("click", () => open(null));
    shown.push(all);
  }
  return oneStop(make("div", { className: "strip" }, ...shown));
}

const WAYS = { ArrowLeft: -1, ArrowRight: 1 };

/** However many there are, the Tab key stops once; the arrow keys go from one to the next. */
function oneStop(strip) {
  const all = [...strip.children];
  all.forEach((each, place) => (each.tabIndex = place ? -1 : 0));
  strip.addEventListener("keydown", (event) => {
    const way = WAYS[event.key] * (getComputedStyle(strip).direction === "rtl" ? -1 : 1);
    const next = way && all[all.indexOf(event.target) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
    all.forEach((each) => (each.tabIndex = each === next ? 0 : -1));
  });
  return strip;
}
