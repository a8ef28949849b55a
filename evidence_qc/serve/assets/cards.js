// Cards, groups and lists, made of elements; whatever a file is called, its name is only ever text.
import { icon, make, words } from "./elements.js";
import { markable, markButton } from "./marks.js";

const WORDS = { good: "Good", borderline: "Borderline", reject: "Reject", waiting: "Not checked yet" };
const NEW = "\u0000new";
const ROLES = { overview: "the whole item", label: "the parcel's label", packaging: "the packaging", ruler: "a ruler beside it", listing: "the listing" };

/** The card of one file: its picture, verdict, the one finding and its advice. */
export function card(entry, problems, { remove, move, mark }) {
  const { answer } = entry;
  const verdict = answer?.verdict ?? "waiting";
  const isVideo = answer ? answer.media === "video" : entry.file.type.startsWith("video/");
  const main = mainFinding(answer);
  const others = answer ? answer.findings.filter((finding) => finding !== main).slice(0, 4) : [];
  const title = make("h3", { className: "name", id: `name-${entry.id}`, textContent: entry.name });
  const made = make("article", { className: `card card-${isVideo ? "video" : "photo"} is-${verdict}`, data: { id: entry.id } },
    make("div", { className: "stage" },
      picture(entry, isVideo, mark),
      make("span", { className: `verdict verdict-${verdict}` }, verdict in WORDS && verdict !== "waiting" ? icon(verdict) : "", WORDS[verdict]),
      isVideo || entry.mark || verdict === "waiting" ? "" : markButton(entry, mark),
      removeButton(entry, remove)),
    make("div", { className: "words" },
      title,
      make("p", { className: "message", textContent: message(answer, main) }, when(main)),
      main?.advice ? make("p", { className: "advice", textContent: main.advice }) : null,
      others.length ? make("ul", { className: "others" }, ...others.map((each) => make("li", {}, each.message))) : null,
      answer ? make("div", { className: "facts" }, make("p", {}, ...facts(answer).map((fact) => make("span", {}, fact)))) : null,
      shows(entry, problems, move)));
  made.setAttribute("aria-labelledby", title.id);
  return made;
}

function removeButton(entry, remove) {
  const button = make("button", { type: "button", className: "remove", title: "Take it off the list" }, icon("nothing"));
  button.setAttribute("aria-label", `Take ${entry.name} off the list`);
  button.addEventListener("click", () => remove(entry));
  return button;
}

/** What the browser can draw is drawn at once; for the rest the server's small picture is asked. */
function picture(entry, isVideo, mark) {
  if (entry.picture) return markable(make("div", { className: "frame" }, entry.picture), entry, mark);
  const kind = isVideo ? "Video" : `${entry.name.split(".").pop().toUpperCase()} photo`;
  const nothing = (said) => make("p", { className: "no-picture" }, icon(isVideo ? "play" : "focus"), make("span", {}, said));
  if (!entry.answer?.sha256) return nothing(kind);
  if (entry.blank === entry.answer.sha256) return nothing("No picture");
  const shown = make("img", { className: "photo", alt: isVideo ? `Frame of ${entry.name}` : `Photo ${entry.name}`, src: `/v1/thumbnail/${entry.answer.sha256}` });
  shown.addEventListener("error", () => {
    entry.blank = entry.answer?.sha256;
    shown.parentElement.replaceWith(nothing("No picture"));
  });
  const frame = make("div", { className: "frame" }, shown);
  return isVideo ? frame : markable(frame, entry, mark);
}

function mainFinding(answer) {
  if (!answer) return null;
  if (answer.verdict === "good") return answer.findings.find((finding) => finding.rule === "focus-unclear") ?? null;
  return answer.findings[0] ?? null;
}

const message = (answer, main) => (answer ? main?.message ?? answer.reason ?? "Clear." : "Waiting for its turn.");

function when(finding) {
  if (!finding?.spans_s?.length || /\d:\d\d|all through/.test(finding.message)) return null;
  const spans = finding.spans_s.slice(0, 3).map(([from, to]) => `${clock(from)}–${clock(to)}`);
  const more = finding.spans_s.length - spans.length;
  return make("span", { className: "when" }, ` ${spans.join(", ")}${more ? ` and ${more} more` : ""}`);
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function facts(answer) {
  return [
    answer.duration_s ? clock(answer.duration_s) : "",
    answer.width_px ? `${answer.width_px} × ${answer.height_px}` : "",
    answer.size_bytes >= 1e6 ? `${(answer.size_bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(answer.size_bytes / 1e3)} kB`,
    typeof answer.score === "number" ? `score ${Math.floor(answer.score)}` : "",
  ].filter(Boolean);
}

function shows(entry, problems, move) {
  const choose = make("select", {},
    make("option", { value: "" }, "not said"),
    ...problems.map((problem) => make("option", { value: problem }, problem)),
    make("option", { value: NEW }, "a new problem…"),
    ...Object.entries(ROLES).map(([role, said]) => make("option", { value: `\u0000${role}` }, said)));
  choose.value = entry.role ? `\u0000${entry.role}` : entry.problem;
  choose.setAttribute("aria-label", `What ${entry.name} shows`);
  choose.addEventListener("change", () => {
    const role = choose.value.slice(1) in ROLES && choose.value.startsWith("\u0000") ? choose.value.slice(1) : "";
    move(entry, choose.value === NEW ? null : role ? "" : choose.value, role);
  });
  return make("label", { className: "shows" }, "Shows", choose);
}

/** All files of one problem under its title, which can be changed. */
export function group(problem, cards, { isOnly, weak, rename }) {
  const hint = problem || isOnly ? "" : ", the item, the parcel, or not sorted yet";
  const count = make("span", { className: "problem-number" }, words(cards.length, "file") + hint);
  let title;
  if (problem) {
    title = make("input", { className: "claim-title", value: problem, type: "text", autocomplete: "off", title: "Change what this problem is called" });
    title.setAttribute("aria-label", "What is wrong");
    // Not before the focus is where the Tab key takes it: everything is drawn anew then.
    title.addEventListener("change", () => setTimeout(() => rename(problem, title.value)));
  } else {
    title = make("h2", {}, isOnly ? "Your files" : "Everything else");
  }
  return make("section", { className: "problem", data: { problem } },
    make("div", { className: "problem-head" }, title, count, weak ? make("p", { className: "weak" }, weak) : null),
    make("div", { className: "cards" }, ...cards));
}

/** Good 7, Borderline 2, Reject 1. */
export function tally(summary) {
  return ["good", "borderline", "reject"].map((verdict) =>
    make("div", { className: `tally-${verdict}${summary[verdict] ? "" : " is-none"}` },
      make("dt", {}, icon(verdict), WORDS[verdict]), make("dd", {}, String(summary[verdict]))));
}

export const items = (texts, numbered = false) =>
  texts.map((text, index) => make("li", numbered ? { data: { number: index + 1 } } : {}, make("div", {}, text)));
