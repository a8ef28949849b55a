// What went wrong is said and can be tried again: by a tap, or by itself once the server is there again.
import { GivenUp, NOT_THERE, Trouble } from "../server.js";

const at = (id) => document.getElementById(id);
/** All that went wrong since it was last tried, though one sentence speaks of the last. */
const failed = new Set();

export function trouble(error, again) {
  at("busy").hidden = true;
  at("saved").textContent = "";
  if (error instanceof GivenUp) return;
  if (!(error instanceof Trouble)) throw error;
  at("problem-message").textContent = error.message;
  at("problem-remedy").textContent = error.remedy;
  at("problem").dataset.code = error.code;
  failed.add(again);
  at("problem").hidden = false;
}

/** Nothing of it is to be tried again. */
export function forgetTrouble() {
  failed.clear();
  at("problem").hidden = true;
}

function tryAgain() {
  const all = [...failed];
  forgetTrouble();
  for (const again of all) again();
}

/** `kept` tells when a server that was gone is back; `otherwise()` is tried again of what nobody minded. */
export function offerAgain(kept, otherwise) {
  const again = () => !at("problem").hidden && at("problem").dataset.code === NOT_THERE && tryAgain();
  at("again").addEventListener("click", tryAgain);
  kept.back = again;
  addEventListener("online", again);
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && again()); // a phone that slept
  addEventListener("unhandledrejection", (event) => {
    if (!(event.reason instanceof Trouble)) return;
    event.preventDefault();
    trouble(event.reason, otherwise);
  });
}
