// The four kinds of characters a password has, as ecgweb/accounts/rules.py defines them.

const RULES = {
  length: (password) => [...password].length >= 8,
  upper: (password) => /\p{Lu}/u.test(password),
  lower: (password) => /\p{Ll}/u.test(password),
  number: (password) => /\p{Nd}/u.test(password),
  special: (password) => /[\p{P}\p{S}\p{Zs}]/u.test(password),
};

export const hasFourKinds = (password) => Object.values(RULES).every((rule) => rule(password));

// Tick the rules off while the password is typed.
export function showRules(list) {
  const input = document.getElementById(list.dataset.rulesOf);
  const update = () => {
    for (const item of list.children) {
      const met = RULES[item.dataset.rule](input.value);
      item.classList.toggle("is-met", met);
      item.querySelector(".visually-hidden").textContent = met ? ", done" : "";
    }
  };
  for (const item of list.children) {
    const state = document.createElement("span");
    state.className = "visually-hidden";
    item.append(state);
  }
  input.addEventListener("input", update);
  update();
}
