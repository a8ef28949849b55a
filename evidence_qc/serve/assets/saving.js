// What is saved and copied, and whether it is still what they will see.
import { copyText, save, savePictures } from "./preview.js";
import { say } from "./say.js";
import { trouble } from "./case/trouble.js";

const at = (id) => document.getElementById(id);
const BUTTONS = ["save-pictures", "copy-text", "bundle"];

/** `previewOf()` gives the preview that is seen; `failed()` hears that it is gone. */
export function offerSaving({ kept, previewOf, failed }) {
  let taken = "";
  const words = new Map();
  const tell = () => (at("saved").textContent = [...words.values(), words.has("pictures") && words.has("text") ? say("page.next-step") : ""].filter(Boolean).join("\n"));

  async function take(what, work) {
    const { key } = previewOf();
    if (key !== taken) words.clear();
    try {
      words.set(what, await work());
      taken = key;
      tell();
    } catch {
      at("saved").textContent = say("page.not-made");
      failed();
    }
  }

  at("save-pictures").addEventListener("click", () => take("pictures", () => savePictures(previewOf(), kept.path)));
  at("copy-text").addEventListener("click", () => take("text", copyText));
  at("bundle").addEventListener("click", () => take("bundle", async () => {
    const answer = await fetch(`${kept.path}/made/${previewOf().key}/evidence-bundle.zip`);
    if (!answer.ok) throw new Error("gone");
    save(await answer.blob(), "evidence-bundle.zip");
    return say("page.saved-as", { name: "evidence-bundle.zip" });
  }));

  async function saveReport() {
    try {
      const { body } = await kept.report({ type: "blob", form: "html" });
      save(body, "evidence-report.html");
    } catch (error) {
      trouble(error, saveReport);
    }
  }
  at("save-report").addEventListener("click", saveReport);

  return {
    /** Something was changed: what is seen is no longer what will be sent. */
    old() {
      at("preview").classList.add("is-old");
      for (const id of BUTTONS) at(id).disabled = true;
      at("saved").textContent = say("page.making-again");
    },
    /** It is seen as it is; a draft can be copied, and saved in a moment. */
    made({ key, is_draft: isDraft }) {
      at("preview").classList.remove("is-old");
      for (const id of BUTTONS) at(id).disabled = isDraft;
      if (isDraft) at("saved").textContent = say("page.looking-again");
      else if (taken && taken !== key) at("saved").textContent = say("page.saved-is-old");
      else tell();
    },
    forget() {
      taken = "";
      words.clear();
      tell();
    },
  };
}
