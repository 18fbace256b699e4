// Counts the seconds down that an error page waits; the page's own refresh does the retry, script or not.

const figure = document.querySelector("[data-countdown]");
const endsAt = performance.now() + 1000 * Number(figure.dataset.countdown);

const timer = setInterval(() => {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  figure.textContent = String(left);
  if (left === 0) clearInterval(timer);
}, 250);
