// Helping the reader: the picture to drag on, tied to the form's own fields. Without this script the fields alone work.

import { makeStage } from "./help-stage.js";

const $ = (id) => document.getElementById(id);
const form = $("help-form");
const details = form.closest("details");
const host = $("help-stage");
const usualLeads = JSON.parse(form.dataset.leads);
const picture = { href: host.dataset.image, width: Number(host.dataset.width), height: Number(host.dataset.height) };
const coordinates = [0, 1, 2, 3].map((n) => ["x", "y"].map((axis) => $(`help-corner_${n}_${axis}`)));
const boxes = () => [...$("help-ignored").querySelectorAll("input")];
const state = { corners: null, turns: 0, regions: [] };
let stage;
let stopMarking = null;

/** What the fields say. */
function readFields() {
  const numbers = coordinates.map((pair) => pair.map((input) => (input.value === "" ? NaN : Number(input.value))));
  state.corners = numbers.flat().every(Number.isFinite) ? numbers : null;
  state.turns = Number(form.elements.turn.value);
  state.regions = boxes().map((input) => (input.checked ? input.value.split(",").map(Number) : null));
}

/** Put into the fields what was dragged. */
function writeFields(what) {
  if (what === "corners") {
    coordinates.forEach((pair, n) => pair.forEach((input, axis) => { input.value = state.corners ? state.corners[n][axis] : ""; }));
    say(stage.isGood() ? "" : "The corners cross over: each stands at its own corner of the page.");
    return;
  }
  state.regions.forEach((box, n) => {
    const input = boxes()[n] ?? newBox(n);
    input.checked = box !== null;
    if (!box) return;
    input.value = box.join(",");
    input.nextElementSibling.textContent = `from ${box[0]} to ${box[2]} across, ${box[1]} to ${box[3]} down`;
  });
  $("help-regions").hidden = state.regions.length === 0;
  $("help-mark").disabled = state.regions.filter(Boolean).length >= Number(host.dataset.most);
}

function newBox(n) {
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name: "ignored", id: `help-ignored-${n + 1}`, checked: true });
  const label = Object.assign(document.createElement("label"), { className: "check", htmlFor: input.id });
  label.append(input, " ", document.createElement("span"));
  $("help-ignored").append(Object.assign(document.createElement("li"), {}));
  $("help-ignored").lastElementChild.append(label);
  return input;
}

function say(words) {
  if ($("help-status").textContent !== words) $("help-status").textContent = words;
}

function turn(by) {
  form.elements.turn.value = String((state.turns + by + 4) % 4);
  readFields();
  stage.draw();
  say(form.querySelector("[name=turn]:checked").nextElementSibling.textContent);
}

function mark(event) {
  if (event.detail === 0) { // by keyboard: a region to be moved by arrow keys
    stage.addInMiddle();
    return;
  }
  const marking = stopMarking === null;
  if (stopMarking) stopMarking();
  stopMarking = marking ? stage.mark(() => showMarking(false)) : null;
  showMarking(marking);
}

function showMarking(marking) {
  if (!marking) stopMarking = null;
  $("help-mark").setAttribute("aria-pressed", String(marking));
  say(marking ? "Drag over what is to be ignored." : "");
}

/** Ask for the leads of another layout. */
function nameLeads(layout) {
  const options = [...$("help-leads").querySelector("select").options].map((option) => option.text);
  const rows = usualLeads[layout].map((row, down) => {
    const line = Object.assign(document.createElement("div"), { className: "help-lead-row" });
    line.append(...row.map((name, across) => {
      const place = row.length > 1 ? `Row ${down + 1}, column ${across + 1}` : `Row ${down + 1}`;
      const select = Object.assign(document.createElement("select"), { className: "input", name: "lead", ariaLabel: place });
      select.append(...options.map((option) => new Option(option, option, option === name, option === name)));
      return select;
    }));
    return line;
  });
  $("help-leads").replaceChildren(...rows);
  $("help-leads-layout").value = layout;
  $("help-leads-name").textContent = layout;
}

function begin() {
  host.hidden = false;
  readFields();
  stage = makeStage($("help-picture"), picture, state, writeFields);
  $("help-turn-left").addEventListener("click", () => turn(-1));
  $("help-turn-right").addEventListener("click", () => turn(1));
  $("help-mark").addEventListener("click", mark);
  $("help-reset").addEventListener("click", () => {
    state.corners = null;
    writeFields("corners");
    stage.draw();
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "lead") $("help-use-leads").checked = true;
    if (event.target.name === "layout" && event.target.value) nameLeads(event.target.value);
    readFields();
    stage.draw();
  });
  form.addEventListener("submit", () => {
    $("help-send").disabled = true;
    $("help-send").textContent = "Reading…";
  });
  window.addEventListener("pageshow", () => {
    $("help-send").disabled = false;
    $("help-send").textContent = "Read again";
  });
  if (location.hash === "#help") details.open = true;
  for (const link of document.querySelectorAll('a[href="#help"]')) link.addEventListener("click", () => { details.open = true; });
  $("help-error")?.focus();
}

begin();
