// Sends a picture or a signal and follows its analysis.

const POLL_MS = 200;
const LOST = "The connection was lost. Your file is still here: please try again.";

/** Post the form with `files` as its upload; `onSent` is told the share sent, 0 to 1. Resolves to the addresses. */
export function send(form, files, onSent) {
  const body = new FormData(form);
  body.delete("image");
  for (const file of files) body.append("image", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onSent(event.loaded / event.total);
  });
  return new Promise((resolve, reject) => {
    request.addEventListener("error", () => reject(new Error(LOST)));
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(request.response);
      else reject(new Error(request.response?.error?.message ?? LOST));
    });
    request.send(body);
  });
}

/** Ask for the status until there is an outcome; `onStage` is told each stage. Resolves to the outcome. */
export async function follow(statusUrl, onStage) {
  for (let misses = 0; misses < 20; ) {
    try {
      const response = await fetch(statusUrl, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.status);
      const status = await response.json();
      onStage(status.stage);
      if (status.outcome) return status.outcome;
      misses = 0;
    } catch {
      misses += 1; // a moment without network; the analysis goes on without us
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS * (1 + misses)));
  }
  throw new Error("The connection was lost. The result will be in My analyses.");
}
