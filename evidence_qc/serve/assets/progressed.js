// How far it is with what the user waits for.
import { decimal, say } from "./say.js";
import { SENDING } from "./server.js";

export const LOOKING = "progress.files";
const at = (id) => document.getElementById(id);

/** `what` is the id of a step; `words` are the server's own. */
export function progressed(what, done, total, words = say(what)) {
  at("busy").hidden = false;
  at("problem").hidden = true;
  const counted = total && what === LOOKING ? `: ${say("page.step-files", { number: Math.min(done + 1, total), all: total })}` : total && what === SENDING ? `: ${say("page.step-bytes", { done: decimal(done / 1e6), all: decimal(total / 1e6) })}` : "";
  at("busy-words").textContent = `${words}${counted} …`;
  if (total) Object.assign(at("progress"), { max: total, value: done });
  else at("progress").removeAttribute("value");
}
