// The viewfinder: one line says the worst thing while the camera is aimed; then a photo, or a clip.
import { make } from "../elements.js";
import { remembered, remember } from "../case/memory.js";
import { language, say } from "../say.js";
import { ask } from "../server.js";
import { Camera, hasCamera } from "./camera.js";
import { CLEAR, Steady } from "./steady.js";

const KEY = "evidence-qc-viewfinder";
/** Eight answers a second are enough, and leave the phone cool. */
const EVERY_MS = 125;
/** An older frame tells of what was aimed at before. */
const FRESH_MS = 250;
const RETRY_MS = 1500;
const CLIP_S = 60;
const CLIP_BYTES = 100e6;

/**
 * A viewfinder that is opened for one shot: `open(shot)`; what is taken is handed to `photo(file)` or
 * `clip(file)`. `isWanted()` is false where the browser gives no camera, or the user wants none.
 */
export function offerViewfinder({ profileOf, photo, clip, otherwise }) {
  if (!hasCamera()) return { isWanted: () => false, open: otherwise };
  const link = make("link", { rel: "stylesheet", href: "/assets/live.css" });
  document.head.append(link);
  const video = make("video", { muted: true, playsInline: true });
  const line = make("p", { className: "aim", id: "aim" });
  const heard = make("p", { className: "unseen" });
  heard.setAttribute("role", "status");
  line.setAttribute("aria-hidden", "true");
  const title = make("h2", { id: "viewfinder-title" });
  const close = button(say("page.close"));
  const shutter = button(say("page.live-shutter"), "big is-first");
  const record = button(say("page.live-record"), "big");
  const left = make("p", { className: "left" });
  left.setAttribute("role", "timer");
  const finder = make("dialog", { id: "viewfinder" },
    make("div", { className: "dialog-head" }, title, close), make("div", { className: "sight" }, video, line), heard, left, make("div", { className: "row" }, shutter, record));
  finder.setAttribute("aria-labelledby", title.id);
  document.body.append(finder);
  const choice = make("input", { type: "checkbox", id: "viewfinder-wanted", checked: remembered(KEY) !== "off" });
  const label = make("label", { className: "wanted" }, choice, say("page.live-wanted"));
  document.getElementById("shot-list").before(label, make("p", { className: "soft" }, say("page.live-print")));
  choice.addEventListener("change", () => remember(KEY, choice.checked ? "on" : "off"));

  const camera = new Camera(video);
  const steady = new Steady();
  let recording = null;
  let turn = 0;
  let shot = null;

  async function open(wanted) {
    shot = wanted;
    title.textContent = wanted.name[0].toUpperCase() + wanted.name.slice(1);
    if (!finder.open) finder.showModal();
    await start();
    shutter.focus();
  }

  async function start() {
    tell("", say("page.live-starting"));
    shutter.disabled = record.disabled = true;
    try {
      await camera.start();
    } catch {
      finder.close();
      choice.checked = false; // until the page is opened anew
      otherwise(shot); // the browser's own way to a photo
      return;
    }
    shutter.disabled = false;
    record.disabled = !window.MediaRecorder;
    steady.forget();
    look(++turn);
  }

  /** One request at a time: a slow line or a busy computer makes verdicts rarer, never later. */
  async function look(own) {
    let waiting = null; // taken while the one before is looked at
    while (own === turn && camera.isOn) {
      const started = performance.now();
      try {
        const taken = await (waiting ?? camera.frames());
        const { before, frame, step } = performance.now() - taken.at < FRESH_MS ? taken : await camera.frames();
        if (own !== turn) return;
        waiting = camera.frames();
        waiting.catch(() => {});
        const path = `/v1/live?profile=${profileOf()}&before_bytes=${before.size}&step_ms=${step}&lang=${language}`;
        const answer = await fetch(path, { method: "POST", body: new Blob([before, frame]) });
        if (!answer.ok) throw new Error(answer.status);
        const { aim } = await answer.json();
        if (own !== turn) return;
        const word = steady.next(aim, performance.now());
        finder.dataset.answers = Number(finder.dataset.answers ?? 0) + 1;
        if (word) tell(word, say(word === CLEAR && recording ? "page.clear" : `page.live-${word}`));
        await wait(EVERY_MS - (performance.now() - started));
      } catch {
        if (own !== turn) return;
        waiting = null;
        steady.forget();
        tell("", say("page.live-silent"));
        await wait(RETRY_MS);
      }
    }
  }

  function tell(word, sentence) {
    if (line.textContent === sentence) return;
    finder.dataset.aim = word;
    finder.classList.toggle("is-clear", word === CLEAR);
    finder.classList.toggle("is-fault", Boolean(word) && word !== CLEAR);
    line.textContent = heard.textContent = sentence;
  }

  function end() {
    turn += 1;
    recording?.stop();
    camera.stop();
    finder.classList.remove("is-clear", "is-fault");
    left.textContent = "";
  }

  async function take() {
    shutter.disabled = true;
    turn += 1; // the camera is asked for one thing at a time
    const blob = await camera.photo().catch(() => null);
    finder.close();
    if (blob) photo(new File([blob], "photo.jpg", { type: blob.type || "image/jpeg" }));
    else otherwise(shot);
  }

  async function film() {
    if (recording) return recording.stop();
    const { video_seconds_max: seconds, video_bytes_max: bytes } = await ask(`/v1/profiles/${profileOf()}`);
    shutter.disabled = true;
    record.textContent = say("page.live-stop");
    recording = await camera.record({ seconds: seconds?.value ?? CLIP_S, bytes: bytes?.value ?? CLIP_BYTES, progressed: (rest) => (left.textContent = say("page.live-left", { seconds: Math.ceil(rest) })) });
    const file = await recording.clip.catch(() => null);
    recording = null;
    record.textContent = say("page.live-record");
    finder.close();
    if (file?.size) clip(file);
  }

  shutter.addEventListener("click", take);
  record.addEventListener("click", film);
  close.addEventListener("click", () => finder.close());
  finder.addEventListener("close", end);
  document.addEventListener("visibilitychange", () => {
    if (!finder.open) return;
    if (document.hidden) end();
    else start();
  });
  addEventListener("pagehide", end);
  return { isWanted: () => choice.checked, open };
}

const wait = (time) => new Promise((done) => setTimeout(done, time));

function button(words, kind = "") {
  return make("button", { type: "button", className: `button ${kind}` }, words);
}
