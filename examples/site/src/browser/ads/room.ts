// Where a slot may give back space without anything moving before the reader's eyes.

/** Milliseconds after which a page counts as still. */
const stillness = 400;

let lastScroll = -Infinity;
addEventListener("scroll", () => (lastScroll = performance.now()), { passive: true });

/**
 * Whether a slot may become lower by so much: it is below the window, and well below it while the
 * page is scrolled. The rail hangs by its end once that is in the window, so it has to reach
 * below the window after that, too.
 */
export function canShrink(slot: HTMLElement, by: number): boolean {
  const isStill = performance.now() - lastScroll > stillness;
  const edge = innerHeight * (isStill ? 1 : 1.75);
  const rail = slot.closest(".rail")?.getBoundingClientRect();
  return slot.getBoundingClientRect().top >= edge && (!rail || rail.bottom - by - 48 >= edge);
}
