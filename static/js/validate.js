// Checks a form by the rules and words in its fields' data attributes, which the server writes
// (ecgweb/accounts/forms.py). The words are also the browser's own validation message of the field.
import { hasFourKinds } from "./password_rules.js";

function problem(input) {
  const rules = input.dataset;
  const value = rules.trim === undefined && input.type !== "email" ? input.value : input.value.trim();
  const length = [...value].length;
  if (input.type === "radio") {
    return input.form.elements[input.name].value ? "" : rules.required;
  }
  if (rules.required && !value) return rules.required;
  if (rules.minLengthWords && length < Number(rules.minLength)) return rules.minLengthWords;
  if (rules.maxLengthWords && length > Number(rules.maxLength)) return rules.maxLengthWords;
  if (rules.pattern && !new RegExp(`^(?:${rules.pattern})$`).test(value)) return rules.patternWords;
  if (rules.kindsWords && !hasFourKinds(value)) return rules.kindsWords;
  if (rules.sameAs && value !== input.form.elements[rules.sameAs].value) return rules.sameAsWords;
  return "";
}

// The radio buttons of one question share an error.
const errorOf = (input) => document.getElementById(`${input.type === "radio" ? input.name : input.id}-error`);

function tell(input) {
  const error = errorOf(input);
  const words = input.validationMessage;
  error.textContent = words;
  error.hidden = !words;
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

export function validate(form) {
  const inputs = [...form.elements].filter((input) => "required" in input.dataset);
  const check = () => inputs.forEach((input) => input.setCustomValidity(problem(input)));

  const isWrong = (input) => !errorOf(input).hidden;
  form.addEventListener("input", (event) => {
    check();
    inputs.filter(isWrong).forEach(tell);
  });
  form.addEventListener("focusout", (event) => {
    check();
    if (inputs.includes(event.target) && event.target.value && event.target.type !== "radio") tell(event.target);
  });
  form.addEventListener("invalid", (event) => event.preventDefault(), true); // no bubble: the words stand at the field
  form.querySelector("[type=submit]").addEventListener("click", () => {
    check();
    inputs.forEach(tell);
    inputs.find((input) => !input.validity.valid)?.focus();
  });
  check();
}
