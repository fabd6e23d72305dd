// Ads come after the page: when their slots come near, in the space that was kept for them.
import { Asker, pageOf, type Decision } from "./ask.ts";
import { draw } from "./draw.ts";
import { canShrink } from "./room.ts";
import { seen } from "./seen.ts";
import { tell } from "./tell.ts";

/** Fills the slots of a page as they come near. */
export async function fillSlots(document: Document): Promise<void> {
  const page = pageOf(document);
  if (!page) return;
  await shown(document);
  const asker = new Asker(page);
  const near = new Set<HTMLElement>();

  // Slots that come near together are asked for together: they are decided together.
  const ask = async () => {
    const slots = [...near];
    near.clear();
    const keys = slots.map((slot) => slot.dataset.slot ?? "");
    const decisions = await asker.ask(keys).catch(() => new Map<string, Decision>());
    for (const slot of slots) {
      const decision = decisions.get(slot.dataset.slot ?? "");
      if (decision) place(slot, decision);
      else leave(slot);
    }
  };
  const come = (entries: IntersectionObserverEntry[], observer: IntersectionObserver) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      if (near.size === 0) setTimeout(() => void ask());
      near.add(target as HTMLElement);
    }
  };
  const observers = new Map<string, IntersectionObserver>();
  for (const slot of document.querySelectorAll<HTMLElement>("[data-slot]")) {
    // In windows: how far below (or above) a slot may be when it is asked for.
    const distance = slot.dataset.near ?? "0";
    let observer = observers.get(distance);
    if (!observer) {
      const rootMargin = `${Number(distance) * 100}% 0px`;
      observer = new IntersectionObserver(come, { rootMargin });
      observers.set(distance, observer);
    }
    observer.observe(slot);
  }
}

/** A page that is rendered ahead of the reader has no ads yet, and tells nothing. */
function shown(document: Document & { prerendering?: boolean }): Promise<void> {
  if (!document.prerendering) return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener("prerenderingchange", () => resolve(), { once: true }),
  );
}

function place(slot: HTMLElement, decision: Decision): void {
  const drawn = draw(decision);
  if (!drawn) return leave(slot);
  const { element, begins } = drawn;
  const label = slot.querySelector(".slot-label");
  if (label) label.textContent = `${decision.label}: ${decision.advertiserName}`;
  const space = slot.querySelector(".slot-space") ?? slot;
  space.append(element);
  fit(slot, decision.size.height);
  slot.classList.add("is-filled");
  begins.then(
    () => {
      const { width, height } = element.getBoundingClientRect();
      const address = new URL(decision.impressionUrl);
      address.searchParams.set("w", String(Math.round(width)));
      address.searchParams.set("h", String(Math.round(height)));
      void tell("GET", address.href);
      const { minVisibleShare, minDuration } = decision.viewability;
      seen(element, minVisibleShare, minDuration, () => void tell("POST", decision.viewableUrl));
    },
    () => {
      element.remove();
      slot.classList.remove("is-filled");
      leave(slot);
    },
  );
}

/** Nothing stands here: the slot folds up where nobody sees it, and elsewhere its space is calm. */
function leave(slot: HTMLElement): void {
  slot.classList.add("is-empty");
  if (canShrink(slot, slot.offsetHeight)) slot.classList.add("is-folded");
}

/** The space of a slot becomes as high as what stands in it, where nobody sees it change. */
function fit(slot: HTMLElement, height: number): void {
  const space = slot.querySelector<HTMLElement>(".slot-space");
  const surplus = (space?.offsetHeight ?? 0) - height;
  if (surplus <= 0 || !canShrink(slot, surplus)) return;
  slot.style.setProperty("--slot-height", `${height}px`);
}
