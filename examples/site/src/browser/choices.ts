// The reader's choices, in the foot of every page: what is kept here, and how it goes again.
import { choose, consent } from "./ads/kept.ts";
import { agreed, disagree } from "./embeds.ts";

/** Makes the choices work; without this they say that nothing is kept. */
export function offerChoices(within: ParentNode): void {
  const form = within.querySelector<HTMLFormElement>("[data-choices]");
  const saved = form?.querySelector<HTMLElement>("output");
  if (!form || !saved) return;
  form.querySelectorAll("fieldset").forEach((it) => (it.disabled = false));
  for (const box of form.querySelectorAll<HTMLInputElement>("input[name=ads]")) {
    box.checked = box.value === consent();
    box.addEventListener("change", () => {
      choose(box.value === "FULL" ? "FULL" : "DENIED");
      saved.textContent = form.dataset.saved ?? "";
    });
  }
  const list = form.querySelector("[data-shown]");
  const template = form.querySelector("template");
  for (const provider of list && template ? agreed() : []) {
    const row = template?.content.cloneNode(true) as DocumentFragment;
    const name = row.querySelector("[data-name]");
    if (name) name.textContent = provider;
    const item = row.firstElementChild;
    row.querySelector("button")?.addEventListener("click", () => {
      disagree(provider);
      item?.remove();
      saved.textContent = form.dataset.saved ?? "";
    });
    list?.append(row);
  }
}
