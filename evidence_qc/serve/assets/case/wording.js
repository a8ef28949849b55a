// What was typed goes into an English text: what is said beside each field of it.
import { make } from "../elements.js";
import { language, say } from "../say.js";

/** What stands below a field whose words go into the text as they are. */
export const hinted = () => (language === "en" ? "" : say("page.english-hint"));

/** Says below a field how the text takes its words; `words` are the server's of the last preview. */
export function showWording(field, place, words, typed, hint = "") {
  const said = words?.find((each) => each.field === field);
  const isAsking = Boolean(typed && said && said.in_english !== "yes");
  place.replaceChildren(wordingOf(said, typed) || hint, isAsking && said.english ? offer(field, said.english) : "");
  place.classList.toggle("is-asking", isAsking);
}

/** English that is known is one tap away. */
function offer(field, english) {
  const button = make("button", { type: "button", className: "act" }, say("page.english-take", { english }));
  button.addEventListener("click", (event) => {
    event.preventDefault(); // it stands in the field's label
    const input = document.getElementById(field);
    input.value = english;
    input.dispatchEvent(new Event("change"));
    input.focus();
  });
  return button;
}

function wordingOf(said, typed) {
  if (typed && said?.in_english === "no") return say("page.english-wanted");
  if (typed && said?.in_english === "perhaps") return say("page.english-perhaps");
  if (typed && said?.english) return say("page.english-read", { english: said.english });
  return "";
}
