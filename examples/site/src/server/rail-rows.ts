// How much of the rail stands beside a page, so that neither is much longer than the other.
import type { Plan } from "../api/shapes.ts";
import { slotsOf } from "../parts/Slot.tsx";

/** A front is about as long as so many headlines; the rest of the rail stands below it. */
export const homeRailRows = 32;

/** Heights in rows of the rail: of a card, a line by the clock, and an ad of the rail. */
export const heights = { card: 4, line: 1.6, slot: 13 };

/** How many rows of the rail are about as high as the page, with the ads that stand among them. */
export function rowsBeside(pageHeight: number, plan?: Plan | null): number {
  const ads = slotsOf(plan).filter((slot) => slot.zone === "RAIL").length;
  return Math.round(Math.min(40, Math.max(14, pageHeight - ads * heights.slot)));
}
