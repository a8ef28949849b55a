// Sentences of the page in its language, from the catalogue that the server's own come from.

const { language: spoken, is_rtl: isRightToLeft, messages } = JSON.parse(document.querySelector('meta[name="messages"]').content);
const FIELD = /\{(\w+)(?::(n|n_grouped))?\}/g;
const COUNTED = /\{(\w+):n/;
const COOKIE = "evidence-qc-language";
const YEAR_S = 31536000;
const forms = new Intl.PluralRules(spoken);

export const language = spoken;

/** The sentence of an id; with a number in it, in the form that agrees with it. */
export function say(id, values = {}) {
  const message = messages[id];
  if (message === undefined) return id;
  const counted = typeof message === "string" ? null : COUNTED.exec(message.other)?.[1];
  const template = typeof message === "string" ? message : (message[forms.select(values[counted])] ?? message.other);
  return template.replace(FIELD, (_, name, form) => (form === "n_grouped" ? grouped(values[name]) : apart(values[name])));
}

/** A name reads in its own direction, whatever stands around it (Unicode, isolates). */
const apart = (value) => (isRightToLeft && typeof value === "string" ? `\u2068${value}\u2069` : String(value));

const signs = { ".": messages["number.decimal"], ",": messages["number.group"] };
const signed = (text) => text.replace(/[.,]/g, (sign) => signs[sign]);
const grouped = (number) => signed(number.toLocaleString("en"));

/** One digit after the sign. */
export const decimal = (number) => signed(number.toFixed(1));

/** The first names, and how many more. */
export const more = (names, most) => {
  const listed = names.slice(0, most).join(", ");
  return names.length > most ? say("list.more", { listed, count: names.length - most }) : listed;
};

/** One and another. */
export const joined = (parts) => parts.reduce((first, last) => say("list.and", { first, last }));

/** The switch; what it says is kept for the next time, and the case stands on the server. */
export function offerLanguages() {
  const select = document.getElementById("language");
  select.addEventListener("change", () => {
    document.cookie = `${COOKIE}=${select.value}; path=/; max-age=${YEAR_S}; samesite=strict`;
    location.replace(location.pathname);
  });
}
