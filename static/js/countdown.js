// Counts down on the page of a busy site and then tries again, unless the reader stops it.
// Without scripts the page's own refresh does the retry.

const figure = document.querySelector("[data-countdown]");
const stop = document.querySelector("[data-stop]");
const endsAt = performance.now() + 1000 * Number(figure.dataset.countdown);

const timer = setInterval(() => {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  figure.textContent = String(left);
  if (left === 0) {
    clearInterval(timer);
    location.reload();
  }
}, 250);

stop.hidden = false;
stop.addEventListener("click", () => {
  clearInterval(timer);
  figure.parentElement.textContent = "Stopped. Use the button when you want to try again.";
  stop.remove();
});
