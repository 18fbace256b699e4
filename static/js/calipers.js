// Calipers for drawings on millimetre paper: two upright lines read time, two level lines read voltage.
// A drawing takes part when it stands in an element with data-caliper, data-speed (mm/s) and data-gain (mm/mV); the unit
// of its viewBox is the millimetre. data-from and data-to say where the time lines begin, in mm; such a drawing holds one
// beat, so no RR interval. Lines are dragged by mouse, pen or finger, or moved with the arrow keys.

const SVG = "http://www.w3.org/2000/svg";
const STEP_MM = 0.1; // 4 ms on paper of 25 mm/s: finer than anybody can see
const LEAP_MM = 1;
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

const made = (name, attributes = {}) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** One pair of lines; `axis` is "time" (upright lines, moved sideways) or "voltage" (level lines). */
class Pair {
  constructor(calipers, axis) {
    this.calipers = calipers;
    this.axis = axis;
    this.upright = axis === "time";
    this.marching = false;
    this.group = made("g", { class: `caliper caliper-${axis}` });
    this.echoes = made("path", { class: "caliper-echo" });
    this.group.append(this.echoes);
    const names = this.upright ? ["First time line", "Second time line"] : ["First voltage line", "Second voltage line"];
    this.lines = names.map((name, index) => this.slider(name, (to) => this.place(index, to)));
    this.bar = this.slider(`Both ${axis} lines`, (to) => this.shift(to - this.middle()), "caliper-bar");
  }

  get length() {
    return this.upright ? this.calipers.width : this.calipers.height;
  }

  middle() {
    return (this.at[0] + this.at[1]) / 2;
  }

  slider(name, moveTo, extra = "") {
    const handle = made("g", { class: `caliper-handle ${extra}`, role: "slider", tabindex: 0, "aria-label": name, "aria-orientation": this.upright ? "horizontal" : "vertical" });
    handle.append(made("path", { class: "caliper-reach" }), made("path", { class: "caliper-line" }));
    handle.addEventListener("keydown", (event) => this.key(event, handle, moveTo));
    handle.addEventListener("pointerdown", (event) => this.grasp(event, handle, moveTo));
    this.group.append(handle);
    return handle;
  }

  /** Put both lines where the drawing says, else into the part of it that is in sight. */
  begin() {
    const [first, last] = this.calipers.inSight(this.upright);
    this.at ??= this.upright ? this.calipers.start : null;
    this.at ??= [first + (last - first) * 0.35, first + (last - first) * 0.6];
    this.draw();
  }

  place(index, to) {
    this.at[index] = Math.min(this.length, Math.max(0, to));
    this.draw();
  }

  shift(by) {
    const least = -Math.min(...this.at);
    const most = this.length - Math.max(...this.at);
    const moved = Math.min(most, Math.max(least, by));
    this.at = this.at.map((place) => place + moved);
    this.draw();
  }

  key(event, handle, moveTo) {
    const now = handle === this.bar ? this.middle() : this.at[this.lines.indexOf(handle)];
    const way = KEYS[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const downwards = this.upright ? 1 : -1; // up is more millivolt but fewer millimetres from the top
    moveTo(now + way * downwards * (event.shiftKey ? LEAP_MM : STEP_MM));
  }

  grasp(event, handle, moveTo) {
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const start = this.calipers.placeOf(event, this.upright);
    const from = handle === this.bar ? this.middle() : this.at[this.lines.indexOf(handle)];
    const follow = (move) => moveTo(from + this.calipers.placeOf(move, this.upright) - start);
    handle.addEventListener("pointermove", follow);
    const drop = () => handle.removeEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, drop, { once: true });
  }

  draw() {
    const across = this.upright ? this.calipers.height : this.calipers.width;
    const line = (place) => (this.upright ? `M${place} 0V${across}` : `M0 ${place}H${across}`);
    this.lines.forEach((handle, index) => {
      for (const path of handle.children) path.setAttribute("d", line(this.at[index].toFixed(2)));
    });
    const beside = this.calipers.barAt(this.upright);
    const [first, second] = this.at.map((place) => place.toFixed(2));
    const bar = this.upright ? `M${first} ${beside}H${second}` : `M${beside} ${first}V${second}`;
    for (const path of this.bar.children) path.setAttribute("d", bar);
    this.echoes.setAttribute("d", this.marching ? this.repeats().map(line).join("") : "");
    this.say();
  }

  /** Where the interval falls when it is marched on to both sides. */
  repeats() {
    const interval = Math.abs(this.at[1] - this.at[0]);
    if (interval < 1) return [];
    const places = [];
    for (let place = Math.max(...this.at) + interval; place <= this.length; place += interval) places.push(place);
    for (let place = Math.min(...this.at) - interval; place >= 0; place -= interval) places.push(place);
    return places.map((place) => Number(place.toFixed(2)));
  }

  say() {
    const words = this.words();
    const size = Math.abs(this.at[1] - this.at[0]);
    [...this.lines, this.bar].forEach((handle, index) => {
      handle.setAttribute("aria-valuemin", 0);
      handle.setAttribute("aria-valuemax", this.length.toFixed(1));
      handle.setAttribute("aria-valuenow", (index < 2 ? this.at[index] : size).toFixed(1));
      handle.setAttribute("aria-valuetext", words);
    });
    this.calipers.tell(this.axis, words);
  }

  words() {
    const size = Math.abs(this.at[1] - this.at[0]);
    if (!this.upright) return `${(size / this.calipers.gain).toFixed(2)} mV (${size.toFixed(1)} mm)`;
    const ms = (1000 * size) / this.calipers.speed;
    const rate = ms >= 100 && !this.calipers.start ? `, as an RR interval ${Math.round(60000 / ms)} bpm` : "";
    return `${Math.round(ms)} ms (${size.toFixed(1)} mm)${rate}`;
  }
}

class Calipers {
  constructor(box) {
    this.svg = box.querySelector("svg.ecg");
    this.speed = Number(box.dataset.speed);
    this.gain = Number(box.dataset.gain);
    this.start = box.dataset.from ? [Number(box.dataset.from), Number(box.dataset.to)] : null;
    ({ width: this.width, height: this.height } = this.svg.viewBox.baseVal);
    this.pairs = { time: new Pair(this, "time"), voltage: new Pair(this, "voltage") };
    this.bar = this.toolbar();
    box.prepend(this.bar);
  }

  toolbar() {
    const bar = document.createElement("div");
    bar.className = "caliper-tools no-print";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Calipers");
    this.readings = {};
    for (const [axis, label] of [["time", "Measure time"], ["voltage", "Measure voltage"]]) {
      bar.append(this.button(label, (on) => this.toggle(axis, on)));
      if (axis === "time") bar.append(this.march = this.button("Repeat the interval", (on) => this.setMarching(on)));
    }
    this.march.hidden = true;
    this.hint = document.createElement("p");
    this.hint.className = "caliper-hint small muted";
    this.hint.textContent = "Drag a line to move it, the bar to move both.";
    this.hint.hidden = true;
    for (const axis of ["time", "voltage"]) {
      this.readings[axis] = document.createElement("output");
      this.readings[axis].className = `caliper-reading caliper-reading-${axis}`;
      bar.append(this.readings[axis]);
    }
    bar.append(this.hint);
    return bar;
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = label;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") === "false";
      button.setAttribute("aria-pressed", String(on));
      act(on);
    });
    return button;
  }

  toggle(axis, on) {
    const pair = this.pairs[axis];
    if (axis === "time") this.march.hidden = !on || Boolean(this.start);
    if (!on) {
      pair.group.remove();
      this.hint.hidden = !this.svg.querySelector(".caliper");
      this.tell(axis, "");
      return;
    }
    this.svg.setAttribute("role", "group"); // a picture hides what is in it from screen readers
    this.svg.append(pair.group);
    this.hint.hidden = false;
    pair.begin();
  }

  setMarching(on) {
    this.pairs.time.marching = on;
    this.pairs.time.draw();
  }

  tell(axis, words) {
    this.readings[axis].textContent = words;
  }

  /** Millimetres along one axis of the drawing under a pointer. */
  placeOf(event, upright) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return upright ? point.x : point.y;
  }

  /** The first and last millimetre that the window and a scrolling box around the drawing show. */
  inSight(upright) {
    const [drawing, box] = [this.svg, this.svg.parentElement].map((element) => element.getBoundingClientRect());
    const left = Math.max(drawing.left, box.left, 0);
    const right = Math.min(drawing.right, box.right, document.documentElement.clientWidth);
    const top = Math.max(drawing.top, 0);
    const bottom = Math.min(drawing.bottom, window.innerHeight);
    const [first, last] = upright ? [left, right] : [top, Math.max(top + 1, bottom)];
    const mm = (clientX, clientY) => this.placeOf({ clientX, clientY }, upright);
    return (upright ? [mm(first, 0), mm(last, 0)] : [mm(0, first), mm(0, last)]).map((place) => Math.min(upright ? this.width : this.height, Math.max(0, place)));
  }

  /** Where the bar between the lines runs: near the edge, out of the way of the traces. */
  barAt(upright) {
    return ((upright ? this.height : this.width) * 0.06).toFixed(2);
  }
}

for (const box of document.querySelectorAll("[data-caliper]")) {
  if (box.querySelector("svg.ecg")) new Calipers(box);
}
