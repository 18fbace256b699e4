// Points of a picture in its own pixels, and as it is shown after quarter turns.

/** The transform of a group that shows the picture turned clockwise, as an SVG attribute. */
export function turnedBy(turns, width, height) {
  return ["", `translate(${height} 0) rotate(90)`, `translate(${width} ${height}) rotate(180)`, `translate(0 ${width}) rotate(-90)`][turns];
}

/** Size of the picture as shown. */
export function shownSize(turns, width, height) {
  return turns % 2 ? [height, width] : [width, height];
}

/** Where a point of the picture is shown. */
export function shown([x, y], turns, width, height) {
  return [[x, y], [height - y, x], [width - x, height - y], [y, width - x]][turns];
}

/** A step on the screen as a step on the picture. */
export function unturned([dx, dy], turns) {
  let step = [dx, dy];
  for (let n = 0; n < turns; n += 1) step = [step[1], -step[0]];
  return step;
}

export function clamped(value, most) {
  return Math.min(Math.max(value, 0), most);
}

/** Whether four corners go clockwise and none points inwards. */
export function isConvex(corners) {
  return corners.every((b, n) => {
    const a = corners[(n + 3) % 4];
    const c = corners[(n + 1) % 4];
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0;
  });
}

/** The box between two opposite corners, in whole pixels: left, top, right, bottom. */
export function boxBetween([ax, ay], [bx, by]) {
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)].map(Math.round);
}

/** The corners as shown before any was moved: just inside the picture's own. */
export function firstCorners(width, height) {
  const [x, y] = [0.02 * width, 0.02 * height];
  return [[x, y], [width - x, y], [width - x, height - y], [x, height - y]].map((point) => point.map(Math.round));
}
