// The contents list follows the scroll: the entry of the part being read gets aria-current.
// Without this script the list is a list of links, open on every screen.

const contents = document.querySelector(".contents");
const links = new Map([...contents.querySelectorAll("a[href^='#']")].map((link) => [link.hash.slice(1), link]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
const narrow = window.matchMedia("(max-width: 59.99rem)");
let current = null;

function fold() {
  contents.open = !narrow.matches;
}

// The line being read lies a quarter down the screen; the last heading above it names the part.
function headingBeingRead() {
  const line = window.innerHeight / 4;
  let reading = headings[0];
  for (const heading of headings) {
    if (heading.getBoundingClientRect().top > line) break;
    reading = heading;
  }
  return reading;
}

function mark() {
  const reading = headingBeingRead();
  if (reading === current) return;
  if (current) links.get(current.id).removeAttribute("aria-current");
  current = reading;
  const link = links.get(current.id);
  link.setAttribute("aria-current", "location");
  keepVisible(link);
}

function keepVisible(link) {
  if (narrow.matches) return;
  const box = contents.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < box.top + 48 || place.bottom > box.bottom - 48) {
    contents.scrollTop += place.top - box.top - box.height / 2;
  }
}

const observer = new IntersectionObserver(mark, {
  rootMargin: "0px 0px -75% 0px",
  threshold: [0, 1],
});

headings.forEach((heading) => observer.observe(heading));
narrow.addEventListener("change", fold);
contents.addEventListener("click", (event) => {
  if (narrow.matches && event.target.closest("a")) contents.open = false;
});
fold();
mark();
