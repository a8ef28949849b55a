// A copy of a photo that is small enough for a verdict over a slow line, and like the photo in all but size.
import { make } from "../elements.js";

/** Two seconds at 60 kB/s: of four, the others are for decoding, the way there and back, and the verdict. */
const BYTES_MAX = 120e3;
/** [long side in px, quality]: the first that is small enough. Of 176 photos on which nothing was chosen, 170 are judged as their originals are; of copies of 150 kB, 171. */
const TRIES = [[1600, 0.75], [1600, 0.45], [1024, 0.75], [1024, 0.45]];
/** What is said of the copy's own size and coding, not of the photo's. */
const OF_THE_COPY = ["low-resolution", "heavy-compression", "location-metadata"];

/** A JPEG of few bytes; the file itself where the browser cannot read it. */
export async function reduced(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return file;
  const canvas = make("canvas");
  let drawn = 0;
  let blob = null;
  for (const [px, quality] of TRIES) {
    if (drawn !== px) draw(bitmap, canvas, (drawn = px));
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob || blob.size <= BYTES_MAX) break;
  }
  bitmap.close();
  return new File([blob ?? file], "photo.jpg", { type: "image/jpeg" });
}

function draw(bitmap, canvas, px) {
  const scale = Math.min(1, px / Math.max(bitmap.width, bitmap.height));
  Object.assign(canvas, { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

/** The worst thing that is said of the photo by a report on its copy, if any. */
export const worstOf = ({ findings }) => findings.find(({ rule, severity }) => severity !== "note" && !OF_THE_COPY.includes(rule));
