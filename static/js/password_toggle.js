// A button that shows what was typed into a password field.

export function addToggle(input) {
  const box = document.createElement("div");
  const button = document.createElement("button");
  box.className = "password-box";
  button.type = "button";
  button.className = "password-toggle";
  button.setAttribute("aria-controls", input.id);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? "Hide" : "Show";
    button.setAttribute("aria-label", visible ? "Hide password" : "Show password");
  };
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false)); // browsers remember text fields, not passwords
  input.replaceWith(box);
  box.append(input, button);
  show(false);
}
