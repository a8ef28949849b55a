// Where the defect is: a ring on the picture, set by a click, moved by the arrow keys.
import { make } from "./elements.js";
import { say } from "./say.js";

const STEP = 0.02;
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** Lets a picture be marked; `mark(entry, place)` hears of a new place, or of null. */
export function markable(frame, entry, mark) {
  frame.classList.add("is-markable");
  frame.title = say("page.mark-here");
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    mark(entry, [inside((event.clientX - box.x) / box.width), inside((event.clientY - box.y) / box.height)]);
  });
  if (entry.mark) frame.append(ring(entry, mark));
  return frame;
}

/** Says to tap the place; without a pointer a ring comes in the middle, to be moved from there. */
export function markButton(entry, mark) {
  const button = make("button", { type: "button", className: "mark-button" }, say("page.mark"));
  button.setAttribute("aria-label", say("page.mark-file", entry));
  button.addEventListener("click", (event) => {
    if (event.detail === 0) return mark(entry, [0.5, 0.5]);
    const isAsking = button.classList.toggle("is-asking");
    button.textContent = say(isAsking ? "page.mark-tap" : "page.mark");
  });
  return button;
}

function ring(entry, mark) {
  const [x, y] = entry.mark;
  const made = make("button", { type: "button", className: "ring", title: say("page.unmark") });
  const isWide = !entry.answer?.height_px || entry.answer.width_px >= entry.answer.height_px;
  made.style.left = `${x * 100}%`;
  made.style.top = `${y * 100}%`;
  made.style[isWide ? "width" : "height"] = "10%";
  made.setAttribute("aria-label", say("page.marked", { name: entry.name, left: Math.round(x * 100), top: Math.round(y * 100) }));
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    mark(entry, null);
  });
  made.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (event.key === "Enter") { // where it stands it is meant to stand
      event.preventDefault();
      made.closest(".card").querySelector(".shows select").focus();
    }
    if (!move && event.key !== "Delete") return;
    event.preventDefault();
    mark(entry, move ? [inside(x + move[0]), inside(y + move[1])] : null);
  });
  return made;
}

const inside = (share) => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000;
