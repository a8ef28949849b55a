// The camera of this device: its picture, two reduced frames of it, a photo at full size, a clip.
import { make } from "../elements.js";

const FRAME_PX = 640;
const BEFORE_PX = 320;
const QUALITY = 0.8;
const PHOTO_QUALITY = 0.95;
/** Bits a second: what the platform's bytes hold of a minute, within these. */
const [RATE_MIN, RATE_MAX, CLIP_S] = [2.5e6, 8e6, 60];
const SPARE_S = 0.5;
/** Some cameras never answer; what the viewfinder shows is there at once. */
const PATIENCE_MS = 4000;
/** The best of these that the browser can write. */
const CLIPS = [["video/mp4;codecs=avc1.640028,mp4a.40.2", "mp4"], ["video/mp4", "mp4"], ["video/webm;codecs=vp9,opus", "webm"], ["video/webm", "webm"]];

/** Browsers give a camera to pages of this computer or of https alone. */
export const hasCamera = () => window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);

export class Camera {
  #stream = null;
  #small = make("canvas");
  #large = make("canvas");

  constructor(video) {
    this.video = video;
  }

  get isOn() {
    return this.#stream !== null;
  }

  /** The rear camera, as large as it gives; throws what the browser throws. */
  async start({ sound = false } = {}) {
    this.stop();
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 }, frameRate: { ideal: 30 } };
    this.#stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: sound });
    this.video.srcObject = this.#stream;
    await this.video.play();
  }

  /** No light shows that it is on, and no other program has to wait for it. */
  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  /** {before, frame, step, at}: two JPEGs, the milliseconds between them, and when they were taken. */
  async frames() {
    const first = await this.#next();
    draw(this.video, this.#small, BEFORE_PX);
    const second = await this.#next();
    draw(this.video, this.#large, FRAME_PX);
    const at = performance.now();
    const [before, frame] = await Promise.all([jpeg(this.#small, QUALITY), jpeg(this.#large, QUALITY)]);
    return { before, frame, step: Math.max(0, Math.round(second - first)), at };
  }

  /** When the next frame was taken, in milliseconds. */
  #next() {
    return new Promise((done) => {
      if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback((now, { captureTime }) => done(captureTime ?? now));
      else requestAnimationFrame(done);
    });
  }

  /** At the camera's full size where the browser can ask for it, else what the viewfinder shows. */
  async photo() {
    const [track] = this.#stream.getVideoTracks();
    const taken = await fullSize(track).catch(() => null);
    if (taken) return taken;
    const canvas = make("canvas");
    draw(this.video, canvas, Infinity);
    return jpeg(canvas, PHOTO_QUALITY);
  }

  /** Records until `stop` is called, or the limits are reached: {stop, clip}, a promise of a file. */
  async record({ seconds, bytes, progressed }) {
    // With sound where it is allowed: a motor that rattles is heard, not seen.
    const sound = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    const tracks = [...this.#stream.getVideoTracks(), ...(sound?.getAudioTracks() ?? [])];
    const [type, extension] = CLIPS.find(([each]) => MediaRecorder.isTypeSupported(each)) ?? ["", "webm"];
    const rate = Math.min(RATE_MAX, Math.max(RATE_MIN, (bytes * 8) / CLIP_S));
    const recorder = new MediaRecorder(new MediaStream(tracks), { ...(type && { mimeType: type }), videoBitsPerSecond: rate });
    const pieces = [];
    const start = performance.now();
    const stop = () => recorder.state !== "inactive" && recorder.stop();
    const clip = new Promise((done, failed) => {
      recorder.addEventListener("dataavailable", ({ data }) => {
        pieces.push(data);
        const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
        const left = seconds - (performance.now() - start) / 1000;
        const room = ((bytes - size) * 8) / rate;
        progressed(Math.max(0, Math.min(left, room)));
        if (Math.min(left, room) <= SPARE_S) stop();
      });
      recorder.addEventListener("stop", () => sound?.getTracks().forEach((track) => track.stop()));
      recorder.addEventListener("stop", () => done(new File(pieces, `clip.${extension}`, { type: type.split(";")[0] || "video/webm" })));
      recorder.addEventListener("error", failed);
    });
    recorder.start(250);
    return { stop, clip };
  }
}

async function fullSize(track) {
  const capture = new ImageCapture(track);
  const { imageWidth, imageHeight } = await capture.getPhotoCapabilities();
  const late = new Promise((_, failed) => setTimeout(failed, PATIENCE_MS));
  return Promise.race([capture.takePhoto({ imageWidth: imageWidth.max, imageHeight: imageHeight.max }), late]);
}

function draw(video, canvas, longest) {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, longest / Math.max(width, height));
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
}

const jpeg = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
