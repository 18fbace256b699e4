// Shows moments in the reader's own time; without this they read in UTC.

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

for (const element of document.querySelectorAll("time[datetime]")) {
  const moment = new Date(element.dateTime);
  if (!Number.isNaN(moment.getTime())) {
    element.title = element.textContent.trim();
    element.textContent = format.format(moment);
  }
}
