// The rules for signals, applied before anything is sent; the sentences are the server's own.

function ending(file) {
  return file.name.includes(".") ? file.name.slice(file.name.lastIndexOf(".")).toLowerCase() : "";
}

/** Whether these files are one signal: a file of such a kind, or the two files of a WFDB record. */
export function areSignal(files, rules) {
  const endings = files.map(ending);
  const pair = files.length === 2 && endings.includes(".hea") && endings.includes(".dat");
  return pair || (files.length === 1 && rules.signals.endings.includes(endings[0]));
}

/** The sentence that says why a signal cannot be taken, null if it can as far as its size tells. */
export function whyNotSignal(files, rules) {
  if (files.some((file) => file.size === 0)) return rules.signals.empty;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return bytes > rules.signals.maxBytes ? rules.signals.tooManyBytes : null;
}

/** Whether files of this kind name their own sampling rate and unit. */
export function saysItself(files, rules) {
  return rules.signals.saysItself.includes(ending(files[0]));
}
