// What is said of the dispute: the fields of the case, and what one can ask for by a tap.
import { hinted, showWording } from "./wording.js";

const at = (id) => document.getElementById(id);
const OWN = "own";
const NUMBERS = ["order", "tracking"];
const TYPED = ["item", "ask", ...NUMBERS];
/** So long somebody stops typing who goes on elsewhere without leaving the field. */
const PAUSE_MS = 1500;

/** `change(patch)` keeps what is said; fields show what is kept, never under the fingers of who types. */
export function offerFields({ kept, change }) {
  let words = [];
  const pauses = {};
  /** How many changes of a field are on their way: what was said last is newer than what is kept. */
  const coming = {};

  function fill() {
    for (const id of ["profile", "reason", ...TYPED]) {
      if (coming[id]) continue;
      const value = kept.document[id] || (id === "profile" ? at(id).options[0]?.value ?? "" : "");
      if (document.activeElement !== at(id) || at(id).tagName === "SELECT") at(id).value = value;
    }
    if (NUMBERS.some((id) => at(id).value)) at("numbers").open = true;
    at("rewrite").hidden = !kept.document.statement;
    demand();
  }

  /** One of the list, or the buyer's own words. */
  function demand() {
    if (coming.ask) return;
    const said = kept.document.ask;
    const isListed = [...at("demand").options].some((each) => each.value === said);
    const isTyping = document.activeElement === at("ask");
    if (!isListed) at("demand").value = OWN;
    else if (said || (at("demand").value !== OWN && !isTyping)) at("demand").value = said;
    at("own-ask").hidden = at("demand").value !== OWN;
  }

  function tell(said = words) {
    words = said;
    for (const id of ["item", "ask"]) showWording(id, at(`${id}-words`), words, at(id).value, hinted());
  }

  async function say(id) {
    if (!kept.document && !at(id).value) return;
    coming[id] = (coming[id] ?? 0) + 1;
    await change({ [id]: at(id).value.trim() });
    coming[id] -= 1;
  }
  for (const id of ["profile", "reason", ...TYPED]) at(id).addEventListener("change", () => say(id));
  // Whatever a browser tells of typed words: those that are left in a field are the case's.
  for (const id of TYPED) at(id).addEventListener("blur", () => kept.document && at(id).value.trim() !== kept.document[id] && say(id));
  for (const id of TYPED) at(id).addEventListener("input", () => {
    if (!NUMBERS.includes(id)) showWording(id, at(`${id}-words`), [], at(id).value, hinted());
    clearTimeout(pauses[id]);
    pauses[id] = setTimeout(() => kept.document && at(id).value.trim() !== kept.document[id] && say(id), PAUSE_MS);
  });
  at("demand").addEventListener("change", () => {
    const isOwn = at("demand").value === OWN;
    at("own-ask").hidden = !isOwn;
    if (isOwn) return at("ask").focus();
    at("ask").value = at("demand").value;
    say("ask");
  });
  tell();
  return { fill, tell };
}
