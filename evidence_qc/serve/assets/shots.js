// Taking photos: a big button for each, a verdict while the thing is in the hand, the original after.
import { icon, make } from "./elements.js";
import { drop, put, taken as takenBefore, waiting } from "./case/outbox.js";
import { say } from "./say.js";
import { ask, GivenUp, send } from "./server.js";
import { reduced, worstOf } from "./live/reduced.js";
import { offerViewfinder } from "./live/viewfinder.js";

const at = (id) => document.getElementById(id);
const TRY_MS = 5000;

export function offerShots(kept, { profileOf, reasonOf, changed, refused }) {
  let shot = null;
  let sending = null;
  let isMore = false;
  let judging = 0;
  /** What was taken and is neither kept nor to be taken again yet. */
  let undecided = null;
  const taken = new Set();
  const viewfinder = offerViewfinder({ profileOf, photo: judge, clip: (file) => hold(file), otherwise: () => at("camera").click() });

  async function open() {
    const profile = await ask(`/v1/profiles/${profileOf()}`);
    const shots = profile.shots?.[reasonOf()] ?? profile.shots?.any ?? [];
    const list = shots.length ? shots : [{ name: say("page.shot-whole"), role: "overview", description: "" }, { name: say("page.shot-close"), role: "close-up", description: "" }];
    const done = (role) => taken.has(role) || kept.files.some(([, file]) => file.role === role);
    at("shot-list").replaceChildren(...list.map((each) => {
      const button = make("button", { type: "button", className: `shot${done(each.role) ? " is-done" : ""}` },
        make("b", {}, each.name[0].toUpperCase() + each.name.slice(1), done(each.role) ? icon("good") : ""), make("span", {}, each.description));
      button.addEventListener("click", () => take(each));
      return button;
    }));
    if (!at("shots").open) at("shots").showModal();
    tellOutbox();
  }

  function take(each) {
    shot = each;
    if (viewfinder.isWanted()) viewfinder.open(each);
    else at("camera").click();
  }

  /** A reduced copy is judged first: it is there in a moment, even over a slow network. Originals make way. */
  async function judge(file) {
    fill("waiting", say("page.looking-at-it"), "", []);
    undecided = null;
    judging += 1;
    sending?.abort();
    try {
      const copy = await reduced(file);
      const { body } = await send(`/v1/check?profile=${profileOf()}`, [["photo.jpg", { file: copy }]], {}, {});
      const [about] = body.files;
      const finding = worstOf(about);
      if (!finding) {
        fill("good", say("page.clear"), "", [[say("page.next"), next, true]]);
        hold(file, () => {});
        return;
      }
      undecided = file;
      fill(finding.severity === "reject" ? "reject" : "borderline", finding.message, finding.advice, [[say("page.again"), () => take(shot), true], [say("page.keep-anyway"), () => hold(file)]]);
    } catch (error) {
      undecided = file;
      fill("borderline", say("page.not-looked-at"), error.message, [[say("page.keep"), () => hold(file), true], [say("page.again"), () => take(shot)]]);
    } finally {
      judging -= 1;
      sendAll();
    }
  }

  function fill(verdict, message, advice, buttons) {
    at("verdict").className = `is-${verdict}`;
    at("verdict-words").textContent = message;
    at("verdict-advice").textContent = advice;
    at("verdict-buttons").replaceChildren(...buttons.map(([name, does, isFirst]) => {
      const button = make("button", { type: "button", className: `button big${isFirst ? " is-first" : ""}` }, name);
      button.addEventListener("click", does);
      return button;
    }));
    if (!at("verdict").open) at("verdict").showModal();
    at("verdict-buttons").querySelector("button")?.focus();
  }

  function next() {
    at("verdict").close();
    open();
  }

  /** Where it cannot be kept now it stays in the dialog, to be kept once more. */
  async function hold(file, then = next) {
    undecided = null;
    await keep(file).then(then, (error) => {
      undecided = file;
      fill("borderline", error.message, error.remedy ?? "", [[say("page.keep"), () => hold(file), true]]);
    });
  }

  async function keep(file) {
    const { role } = shot; // another is soon taken
    taken.add(role);
    const item = { blob: file, name: `${role}-${stamp()}.${extension(file)}`, role, case: kept.document?.id ?? "" };
    const number = await put(item);
    if (number === null) await kept.add(sendable(item), { progressed: () => {}, refused, role }).then(changed);
    else sendAll();
  }

  /** One after the other, until the server has them; what cannot go now is tried again. */
  async function sendAll() {
    isMore = true; // what is taken meanwhile goes too
    if (sending || judging) return;
    const { signal } = (sending = new AbortController());
    try {
      while (isMore && !signal.aborted) {
        isMore = false;
        for (const [number, item] of await takenBefore(kept.document?.id)) {
          if (signal.aborted) break;
          await kept.add(sendable(item), { progressed: () => {}, refused, role: item.role, signal });
          await drop(number);
          changed();
          tellOutbox();
        }
      }
    } catch (error) {
      if (!(error instanceof GivenUp)) setTimeout(sendAll, TRY_MS);
    } finally {
      sending = null;
      tellOutbox();
    }
    if (signal.aborted) sendAll();
  }

  async function tellOutbox() {
    const left = (await waiting(kept.document?.id)).length;
    at("outbox").textContent = left ? say("page.outbox", { photos: left }) : "";
  }

  at("open-shots").addEventListener("click", open);
  at("shots-close").addEventListener("click", () => at("shots").close());
  at("verdict").addEventListener("close", () => undecided && hold(undecided)); // who goes back has not said to drop it
  at("camera").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file && shot) judge(file);
  });
  addEventListener("online", sendAll);
  sendAll();
}

const sendable = ({ blob, name }) => [[new File([blob], name, { type: blob.type }), name]];
const extension = (file) => /\.(\w{1,5})$/.exec(file.name)?.[1].toLowerCase() ?? "jpg";
const stamp = () => new Date().toISOString().replace(/\D/g, "").slice(0, 14);
