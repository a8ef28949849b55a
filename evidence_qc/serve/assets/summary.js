// What the server says of the whole list, above and below the cards.
import { items, tally } from "./cards.js";
import { joined, more, say } from "./say.js";
import { ask } from "./server.js";

const at = (id) => document.getElementById(id);

/** What to do, what is missing, and what is good to know; `left` are files that are no media. */
export function showReport(report, left) {
  const about = report?.case;
  const retake = about?.retake_first ?? [];
  const missing = (about?.missing ?? []).filter((text) => !retake.includes(text));
  at("tally").hidden = !report;
  at("tally").replaceChildren(...(report ? tally(report.summary) : []));
  at("steps").hidden = !retake.length;
  at("steps").classList.toggle("is-optional", Boolean(about?.ready));
  at("retake-title").textContent = say(about?.ready ? "page.better" : "page.first");
  list("retake", "ol", items(retake, true));
  list("missing", "ul", items(missing));
  // That there are more than are taken needs no word: what they will see is made of the best.
  const notes = (report?.findings ?? []).filter((each) => each.rule !== "too-many-photos" && !(missing.length && each.rule === "missing-shot"));
  const lines = notes.map((each) => `${each.message} ${each.advice}`.trim());
  if (left.length) lines.push(say("page.not-media", { names: more(left, 8) }));
  list("more", "ul", items(lines));
}

function list(id, tag, lines) {
  at(id).hidden = !lines.length;
  at(id).querySelector(tag).replaceChildren(...lines);
}

/** The one sentence; nobody is told that they can submit while the text has a gap. */
export function showHead(answer, preview) {
  const { ready } = answer.report.case ?? {};
  const hasGaps = Boolean(ready && preview?.statement.includes("["));
  const words = hasGaps ? say("page.headline-gaps") : answer.headline;
  at("headline").textContent = at("said").textContent = words;
  document.title = `${words} – evidence-qc`;
  document.querySelector(".top").classList.toggle("is-ready", Boolean(ready) && !hasGaps);
}

/** From what is said to where it is done; `openRest()` shows the files of no problem, one by one. */
export function offerWays({ tell, openRest }) {
  document.querySelector('.jump a[href="#groups"]').addEventListener("click", (event) => {
    const field = document.querySelector(".claim-title");
    if (field) event.preventDefault();
    field?.focus();
  });
  at("missing-shoot").addEventListener("click", () => at("open-shots").click());
  at("missing-say").addEventListener("click", () => {
    openRest();
    tell(say("page.say-which-how"));
  });
}

/** What the chosen platform takes. */
export async function showTakes() {
  const chosen = await ask(`/v1/profiles/${at("profile").value || "aliexpress"}`);
  const many = (value, what) => (value?.value === undefined ? "" : say(`page.takes-${what}`, { number: value.value }));
  const takes = [many(chosen.photos_max, "photos"), many(chosen.videos_max, "videos")].filter(Boolean);
  at("takes").textContent = takes.length ? say("page.takes", { title: chosen.title, what: joined(takes) }) : "";
}
