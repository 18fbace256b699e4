// Forms of accounts: checked while typing, with the words of the server. Without this script the server checks alone.
import { validate } from "./validate.js";
import { showRules } from "./password_rules.js";
import { addToggle } from "./password_toggle.js";

document.querySelectorAll("form[data-validate]").forEach(validate);
document.querySelectorAll("[data-rules-of]").forEach(showRules);
document.querySelectorAll("input[type=password]").forEach(addToggle);
