// The picture on which a person shows where the page's corners are and what to ignore. All points are in the picture's
// own pixels; the group that holds them is turned as a whole.

import { boxBetween, clamped, firstCorners, isConvex, shown, shownSize, turnedBy, unturned } from "./help-geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["Top left", "Top right", "Bottom right", "Bottom left"];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TAP_PX = 22;
const DOT_PX = 9;
const LOUPE_SHARE = 1 / 8;

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Build the stage inside `host`. `state` has corners (four [x, y] or null), turns and regions ([left, top, right, bottom]
 * or null where unticked); `changed` is called after each change with what it was, "corners" or "regions".
 */
export function makeStage(host, { href, width, height }, state, changed) {
  const image = () => element("image", { href, width, height, preserveAspectRatio: "none" });
  const shade = element("path", { class: "help-shade", "fill-rule": "evenodd" });
  const outline = element("polygon", { class: "help-outline" });
  const regions = element("g", {});
  const handles = NAMES.map(() => element("g", { class: "help-handle", tabindex: "0", role: "button", "aria-roledescription": "movable corner" },
    element("circle", { class: "help-handle-tap" }), element("circle", { class: "help-handle-dot" })));
  const turned = element("g", {}, image(), shade, outline, regions, ...handles);
  const svg = element("svg", { class: "help-svg", role: "group", "aria-label": "The picture, with the corners of the page and the regions to ignore" }, turned);
  const close = element("g", {}, image());
  const cross = element("path", { class: "help-cross" });
  const loupe = element("svg", { class: "help-loupe", "aria-hidden": "true" }, close, cross);
  loupe.style.display = "none";
  host.append(svg, loupe);

  const corners = () => state.corners ?? firstCorners(width, height);
  const onPicture = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(turned.getScreenCTM().inverse());
    return [clamped(x, width), clamped(y, height)];
  };

  function draw() {
    const [shownWidth, shownHeight] = shownSize(state.turns, width, height);
    const pixel = Math.max(shownWidth / (svg.clientWidth || 600), shownHeight / (svg.clientHeight || 400));
    svg.setAttribute("viewBox", `0 0 ${shownWidth} ${shownHeight}`);
    for (const group of [turned, close]) group.setAttribute("transform", turnedBy(state.turns, width, height));
    const points = corners();
    const listed = points.map((point) => point.join(",")).join(" ");
    outline.setAttribute("points", listed);
    svg.classList.toggle("is-set", state.corners !== null);
    svg.classList.toggle("is-bad", !isConvex(points));
    shade.setAttribute("d", state.corners ? `M0 0H${width}V${height}H0ZM${listed}Z` : "");
    handles.forEach((handle, n) => {
      const [x, y] = points[n];
      handle.setAttribute("transform", `translate(${x} ${y})`);
      handle.setAttribute("aria-label", `${NAMES[(n + state.turns) % 4]} corner, ${Math.round(x)} across, ${Math.round(y)} down`);
      handle.children[0].setAttribute("r", TAP_PX * pixel);
      handle.children[1].setAttribute("r", DOT_PX * pixel);
    });
    drawRegions();
  }

  function drawRegions() {
    state.regions.forEach((box, n) => {
      regions.children[n] ?? regions.append(newRegion(n));
      const rect = regions.children[n];
      rect.style.display = box ? "" : "none";
      if (!box) return;
      const [left, top, right, bottom] = box;
      for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) rect.setAttribute(key, value);
    });
  }

  function moveCorner(n, [x, y]) {
    const points = corners().map((point) => [...point]);
    points[n] = [Math.round(clamped(x, width)), Math.round(clamped(y, height))];
    state.corners = points;
    draw();
    changed("corners");
  }

  function look(point) {
    const [x, y] = shown(point, state.turns, width, height);
    const side = Math.max(width, height) * LOUPE_SHARE;
    loupe.setAttribute("viewBox", `${x - side / 2} ${y - side / 2} ${side} ${side}`);
    cross.setAttribute("d", `M${x - side / 2} ${y}h${side}M${x} ${y - side / 2}v${side}`);
    loupe.classList.toggle("is-right", x < shownSize(state.turns, width, height)[0] / 2);
    loupe.style.display = "";
  }

  /** Follow the pointer from here until it is let go. */
  function drag(target, event, move, done = () => {}) {
    event.preventDefault();
    event.stopPropagation();
    target.setPointerCapture(event.pointerId);
    const follow = (moved) => move(onPicture(moved));
    const end = (ended) => {
      target.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) target.removeEventListener(name, end);
      loupe.style.display = "none";
      done(onPicture(ended));
    };
    target.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, end);
  }

  /** The step on the picture that an arrow key asks for. */
  function stepOf(event, fast) {
    if (!STEPS[event.key]) return null;
    event.preventDefault();
    const length = (fast ? 0.02 : 0.002) * Math.max(width, height);
    return unturned(STEPS[event.key].map((part) => part * length), state.turns);
  }

  handles.forEach((handle, n) => {
    handle.addEventListener("pointerdown", (event) => {
      handle.focus();
      const grip = onPicture(event).map((part, axis) => part - corners()[n][axis]);
      drag(handle, event, (point) => {
        moveCorner(n, point.map((part, axis) => part - grip[axis]));
        look(corners()[n]);
      });
    });
    handle.addEventListener("keydown", (event) => {
      const step = stepOf(event, event.shiftKey);
      if (step) moveCorner(n, corners()[n].map((part, axis) => part + step[axis]));
    });
  });

  function newRegion(n) {
    const rect = element("rect", { class: "help-region", tabindex: "0", role: "button", "aria-roledescription": "region to ignore",
      "aria-label": `Region ${n + 1} to ignore: arrow keys move it, with Shift make it larger or smaller, Delete takes it away` });
    const place = (box) => {
      state.regions[n] = boxBetween([clamped(box[0], width), clamped(box[1], height)], [clamped(box[2], width), clamped(box[3], height)]);
      drawRegions();
      changed("regions");
    };
    rect.addEventListener("pointerdown", (event) => {
      const [box, from] = [state.regions[n], onPicture(event)];
      drag(rect, event, ([x, y]) => {
        const [dx, dy] = [clamped(box[0] + x - from[0], width - (box[2] - box[0])) - box[0], clamped(box[1] + y - from[1], height - (box[3] - box[1])) - box[1]];
        place([box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy]);
      });
    });
    rect.addEventListener("keydown", (event) => {
      const box = state.regions[n];
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        state.regions[n] = null;
        draw();
        changed("regions");
        return;
      }
      const step = stepOf(event, true);
      if (step && event.shiftKey) place([box[0], box[1], Math.max(box[0] + 5, box[2] + step[0]), Math.max(box[1] + 5, box[3] + step[1])]);
      else if (step) place([box[0] + step[0], box[1] + step[1], box[2] + step[0], box[3] + step[1]]);
    });
    return rect;
  }

  function add(box) {
    state.regions.push(box);
    draw();
    changed("regions");
    return regions.lastElementChild;
  }

  /** Let the next drag over the picture mark a region; `done` is called when it has. */
  function mark(done) {
    svg.classList.add("is-marking");
    const begin = (event) => {
      const from = onPicture(event);
      let rect = null;
      drag(svg, event, (point) => {
        if (!rect && Math.hypot(point[0] - from[0], point[1] - from[1]) > 5) rect = add(boxBetween(from, point));
        if (rect) state.regions[state.regions.length - 1] = boxBetween(from, point);
        drawRegions();
      }, () => {
        stop();
        if (rect) changed("regions");
        done();
      });
    };
    const stop = () => {
      svg.classList.remove("is-marking");
      svg.removeEventListener("pointerdown", begin, true);
    };
    svg.addEventListener("pointerdown", begin, true);
    return stop;
  }

  new ResizeObserver(draw).observe(svg);
  draw();
  return { draw, mark, isGood: () => state.corners === null || isConvex(state.corners),
    addInMiddle: () => add([0.4 * width, 0.45 * height, 0.6 * width, 0.55 * height].map(Math.round)).focus() };
}
