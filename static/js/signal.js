// The close-up of a signal follows without loading the page anew: form, links, a click into the whole, arrow keys.
// Without this script the form and the links load the page with the same result.

const MARGIN = { left: 64, right: 32, width: 1200 }; // as the server draws its plots
let latest = 0;

const section = () => document.getElementById("close-up");

/** Fetch the page at this address and put its close-up in place of ours; a later request wins. */
async function show(url) {
  const mine = ++latest;
  section().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== latest) return;
    const focused = document.activeElement?.closest("#close-up") ? document.activeElement : null;
    const words = focused?.textContent;
    section().replaceWith(document.adoptNode(page.getElementById("close-up")));
    history.replaceState(null, "", url);
    if (focused) restoreFocus(focused, words);
  } catch {
    location.href = url;
  }
}

function restoreFocus(focused, words) {
  const same = focused.id ? document.getElementById(focused.id) : [...section().querySelectorAll("a, button")].find((one) => one.textContent === words);
  (same ?? section().querySelector(".plot-box"))?.focus({ preventScroll: true });
}

function address(changes) {
  const form = section().querySelector("form");
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return `${new URL(form.action).pathname}?${query}`;
}

/** The second at which a plot of the whole signal was clicked. */
function momentOf(event, svg) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * MARGIN.width;
  const share = (x - MARGIN.left) / (MARGIN.width - MARGIN.left - MARGIN.right);
  return Math.min(1, Math.max(0, share)) * Number(section().dataset.duration);
}

function begin() {
  const whole = document.querySelector("#whole-title ~ .plot-box svg");
  if (!whole) return;
  whole.classList.add("can-click");
  whole.addEventListener("click", (event) => {
    const seconds = Number(section().querySelector("[name=seconds]").value);
    show(address({ start_s: Math.max(0, momentOf(event, whole) - seconds / 2).toFixed(2) }));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#close-up")) return;
    event.preventDefault();
    show(address({}));
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("#close-up select")) show(address({}));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#close-up .form-actions a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.href);
  });
}

begin();
