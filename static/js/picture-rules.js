// The upload gate's rules, applied before anything is sent; the sentences are the server's own.

/** The kind of a file by the ending of its name, undefined if it is none that is taken. */
export function kindOf(file, rules) {
  return file.name.includes(".") ? rules.types[file.name.slice(file.name.lastIndexOf(".")).toLowerCase()] : undefined;
}

/** The sentence that says why a file cannot be taken, null if it can as far as its name, size and first bytes tell. */
export async function whyNot(file, rules) {
  const say = rules.sentences;
  if (!kindOf(file, rules)) return say.wrongType;
  if (file.size === 0) return say.empty;
  if (file.size > rules.maxBytes) return say.tooManyBytes;
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const begins = (signature) => signature.every(([at, mark]) => mark.every((byte, index) => head[at + index] === byte));
  const known = rules.magic.some(begins);
  return known ? null : say.notAPicture;
}

/** The same for the decoded picture: `image` is an <img> that has the file as its source. No browser shows them all. */
export async function whyNotSeen(image, kind, rules) {
  try {
    await image.decode();
  } catch {
    return rules.alwaysShown.includes(kind) ? rules.sentences.damaged : null;
  }
  const sides = [image.naturalWidth, image.naturalHeight];
  if (sides[0] * sides[1] > rules.maxPixels) return rules.sentences.tooManyPixels;
  const small = Math.max(...sides) < rules.minLongSide || Math.min(...sides) < rules.minShortSide;
  return small ? rules.sentences.tooSmall : null;
}
