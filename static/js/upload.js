// The upload page: choose, look, confirm or remove, follow the stages, show the result.
// Without this script the form is sent as it is and the server waits for the result.

import { kindOf, whyNot, whyNotSeen } from "./picture-rules.js";
import { follow, send } from "./send.js";
import { areSignal, saysItself, whyNotSignal } from "./signal-rules.js";

const PERCENT = { received: 45, page_found: 65, traces_read: 85, signal_read: 55, beats_found: 75, rhythm_read: 90, analysed: 100 };
const SENT_PERCENT = 40;

const $ = (id) => document.getElementById(id);
const form = $("uploader");
const rules = JSON.parse(form.dataset.rules);
let chosen = []; // one picture or one signal, which may be two files
const pictureStages = [...$("stages").children].map((step) => [step.dataset.stage, step.textContent]);

function show(name) {
  $("drop-zone").hidden = name !== "choose";
  $("chosen").hidden = name === "choose";
  $("decide").hidden = name !== "decide";
  $("upload-options").hidden = name === "progress" || name === "finished";
  $("progress").hidden = name !== "progress" && name !== "finished";
  $("finished").hidden = name !== "finished";
  $("chosen").classList.toggle("is-busy", name === "progress");
}

function complain(sentence) {
  $("upload-error-text").textContent = sentence ?? "";
  $("upload-error").hidden = !sentence;
  if (sentence) $("upload-error").focus();
}

async function choose(files) {
  if (files.length === 0) return;
  if (areSignal(files, rules)) return chooseSignal(files);
  if (files.length > 1) return complain(rules.sentences.oneAtATime);
  const [file] = files;
  const kind = kindOf(file, rules);
  const preview = new Image();
  const problem = (await whyNot(file, rules)) ?? (await whyNotSeen(withSource(preview, file), kind, rules));
  if (problem) {
    URL.revokeObjectURL(preview.src);
    return complain(problem);
  }
  complain(null);
  chosen = [file];
  look(preview, file);
  askAbout("picture");
  $("page-choice").hidden = !rules.withPages.includes(kind);
  $("chosen-title").textContent = "Is this the right picture?";
  show("decide");
  $("chosen-title").focus();
}

function chooseSignal(files) {
  const problem = whyNotSignal(files, rules);
  if (problem) return complain(problem);
  complain(null);
  chosen = files;
  document.querySelector(".chosen-figure").hidden = true;
  $("chosen-facts").textContent = files.map((file) => `${file.name}, ${size(file)}`).join("; ");
  askAbout("signal");
  $("signal-options").hidden = saysItself(files, rules);
  $("chosen-title").textContent = "Is this the right signal?";
  show("decide");
  $("chosen-title").focus();
}

/** Show the questions and the stages of a picture or of a signal. */
function askAbout(kind) {
  const isSignal = kind === "signal";
  for (const id of ["cover-choice", "page-choice"]) $(id).hidden = isSignal;
  $("signal-options").hidden = !isSignal;
  const stages = isSignal ? Object.entries(rules.signals.stages) : pictureStages;
  $("stages").replaceChildren(...stages.map(([, words]) => Object.assign(document.createElement("li"), { textContent: words })));
  stages.forEach(([code], index) => { $("stages").children[index].dataset.stage = code; });
}

/** Show the picture, or say that this browser cannot. */
function look(preview, file) {
  const seen = preview.naturalWidth > 0;
  document.querySelector(".chosen-figure").hidden = !seen;
  if (seen) $("preview").src = preview.src;
  const facts = seen ? `${preview.naturalWidth} × ${preview.naturalHeight} pixels, ` : "";
  const advice = seen ? "" : ". This browser cannot show this kind of file; you will see it with the result.";
  $("chosen-facts").textContent = `${file.name}, ${facts}${size(file)}${advice}`;
}

function withSource(image, file) {
  image.src = URL.createObjectURL(file);
  return image;
}

function size(file) {
  const megabytes = file.size / 1024 / 1024;
  return megabytes < 1 ? `${Math.max(1, Math.round(megabytes * 1024))} kB` : `${megabytes.toFixed(1)} MB`;
}

function remove() {
  if ($("preview").src.startsWith("blob:")) URL.revokeObjectURL($("preview").src);
  chosen = [];
  for (const id of ["image", "camera", "page", "sampling_rate_hz"]) $(id).value = "";
  complain(null);
  show("choose");
  $("choose").focus();
}

function progress(percent, stage) {
  const bar = $("progress-bar");
  bar.value = Math.max(bar.value, percent);
  const steps = [...$("stages").children];
  const reached = steps.findIndex((step) => step.dataset.stage === stage);
  steps.forEach((step, index) => {
    step.classList.toggle("is-done", index <= reached);
    step.classList.toggle("is-now", index === reached + 1);
  });
  if (reached >= 0 && $("progress-words").textContent !== steps[reached].textContent) $("progress-words").textContent = steps[reached].textContent;
}

async function analyse() {
  complain(null);
  const question = $("chosen-title").textContent;
  $("chosen-title").textContent = question.replace("Is this the right", "Reading your").replace("?", "");
  $("progress-bar").value = 0;
  show("progress");
  $("chosen").scrollIntoView({ block: "nearest" });
  progress(1, null);
  try {
    const addresses = await send(form, chosen, (share) => progress(SENT_PERCENT * share, null));
    const outcome = await follow(addresses.status_url, (stage) => progress(PERCENT[stage] ?? 0, stage));
    finish(outcome, addresses.result_url);
  } catch (error) {
    show("decide");
    $("chosen-title").textContent = question;
    complain(error.message);
  }
}

function finish(outcome, resultUrl) {
  $("progress-bar").value = 100;
  for (const step of $("stages").children) step.classList.remove("is-now"); // a picture refused got no further
  $("chosen-title").textContent = "Done";
  fill("result-emergency-title", outcome.emergency?.title);
  fill("result-emergency-text", outcome.emergency?.text);
  $("result-emergency").hidden = !outcome.emergency;
  fill("result-diagnosis", outcome.title);
  fill("result-confidence", outcome.confidence === null ? "" : `${percentage(outcome.confidence)} sure`);
  fill("result-text", outcome.text);
  fill("result-advice", outcome.advice);
  fill("result-privacy", outcome.privacy);
  $("result-link").href = resultUrl;
  show("finished");
  $("show-result").focus();
}

function fill(id, words) {
  $(id).textContent = words ?? "";
  $(id).hidden = !words;
}

function percentage(share) {
  if (share >= 0.995 && share < 1) return "over 99 %";
  return `${Math.round(100 * share)} %`;
}

function watchDropping() {
  const zone = $("drop-zone");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault(); // a picture dropped beside the box must not replace the page
    zone.classList.remove("is-over");
    if ($("progress").hidden) choose([...event.dataTransfer.files]);
  });
}

function begin() {
  form.classList.add("has-script");
  for (const element of document.querySelectorAll(".drop-words, .drop-actions")) element.hidden = false;
  $("decide").before($("upload-options")); // decided on when the picture is seen
  const touch = window.matchMedia("(pointer: coarse)").matches;
  $("photograph").hidden = !touch;
  if (touch) { // the camera comes first where there is one
    $("photograph").classList.remove("button-quiet");
    $("choose").classList.add("button-quiet");
    $("choose").before($("photograph"));
  }
  $("choose").addEventListener("click", () => $("image").click());
  $("photograph").addEventListener("click", () => $("camera").click());
  for (const id of ["image", "camera"]) $(id).addEventListener("change", (event) => choose([...event.target.files]));
  $("remove").addEventListener("click", remove);
  $("show-result").addEventListener("click", () => $("result").showModal());
  $("result-close").addEventListener("click", () => $("result").close());
  form.noValidate = true; // a picture from the camera or dropped is in no field of the form
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (chosen.length > 0) analyse();
  });
  watchDropping();
}

begin();
