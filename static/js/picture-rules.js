// The upload gate's rules, applied before anything is sent; the sentences are the server's own.

/** The sentence that says why a file cannot be taken, null if it can as far as its name, size and first bytes tell. */
export async function whyNot(file, rules) {
  const say = rules.sentences;
  const ending = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
  const format = file.name.includes(".") ? rules.types[ending] : undefined;
  if (!format) return say.wrongType;
  if (file.size === 0) return say.empty;
  if (file.size > rules.maxBytes) return say.tooManyBytes;
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const known = Object.values(rules.magic).some((magic) => magic.every((byte, index) => head[index] === byte));
  return known ? null : say.notAPicture;
}

/** The same for the decoded picture: `image` is an <img> that has the file as its source. */
export async function whyNotSeen(image, rules) {
  try {
    await image.decode();
  } catch {
    return rules.sentences.damaged;
  }
  const sides = [image.naturalWidth, image.naturalHeight];
  if (sides[0] * sides[1] > rules.maxPixels) return rules.sentences.tooManyPixels;
  const small = Math.max(...sides) < rules.minLongSide || Math.min(...sides) < rules.minShortSide;
  return small ? rules.sentences.tooSmall : null;
}
