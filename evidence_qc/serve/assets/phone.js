// A phone joins the case: a code is shown to scan.
import { say } from "./say.js";
import { json } from "./server.js";

const at = (id) => document.getElementById(id);

/** The id of the case that the address names, taken out of it: it is nobody's business in a history. */
export function named() {
  // The code's address was opened in a tab that shows the page already.
  addEventListener("hashchange", () => /[#&](case|token)=/.test(location.hash) && location.reload());
  const parts = new URLSearchParams(location.hash.slice(1));
  const id = parts.get("case");
  if (id || parts.has("token")) history.replaceState(null, "", location.pathname);
  return id;
}

/** A button for the code, where this server is for phones. */
export function offerPhone(kept) {
  const coarse = matchMedia("(pointer: coarse)").matches && matchMedia("(max-width: 700px)").matches;
  at("open-phone").hidden = coarse;
  at("open-phone").addEventListener("click", async () => {
    await kept.begin();
    const found = await json("GET", `/v1/phone?case=${kept.document.id}`).catch((error) => {
      if (error.code === "not-found") return {};
      throw error;
    });
    const isOffered = Boolean(found.code && found.address);
    at("phone-code").hidden = !isOffered;
    at("phone-code").src = isOffered ? found.code : "data:,";
    at("phone-address").textContent = isOffered ? found.address : "evidence-qc serve --phone";
    const certificate = found.fingerprint ? ` ${say("page.phone-certificate", { fingerprint: found.fingerprint })}` : "";
    at("phone-words").textContent = say(isOffered ? "page.phone-network" : "page.phone-off") + certificate;
    at("phone-live").hidden = !isOffered || found.address.startsWith("https:");
    at("phone").querySelector("p").hidden = !isOffered;
    at("phone").showModal();
  });
  at("phone-close").addEventListener("click", () => at("phone").close());
}
