import type { CSSProperties } from "react";

import type { Plan, Slot as Shape } from "../api/shapes.ts";

/** The slots of a page; none where it is free of ads. */
export function slotsOf(plan: Plan | null | undefined): Shape[] {
  return plan?.isServing ? plan.slots : [];
}

/** What stands in a slot where no ad comes, and without JavaScript. */
export interface Fallback {
  title: string;
  buttonLabel: string;
  url: string;
}

/**
 * A place for an ad: its space is kept and it is marked as what it is until it is known whether
 * an ad comes, so that nothing on the page ever moves. The browser fills it: `src/browser/ads`.
 */
export function Slot({ slot, fallback }: { slot?: Shape; fallback?: Fallback | null }) {
  // What floats over the page takes no space; this site has no place for it.
  if (!slot || slot.zone === "STICKY") return null;
  const zone = slot.zone.toLowerCase().replaceAll("_", "-");
  const style = {
    "--slot-width": `${slot.reserve.width}px`,
    "--slot-height": `${slot.reserve.height}px`,
  } as CSSProperties;
  return (
    <div
      className={`slot is-${zone}${fallback ? " has-fallback" : ""}`}
      id={`slot-${slot.key}`}
      style={style}
      data-slot={slot.key}
      data-near={slot.lazyDistance}
    >
      <span className="slot-label">{slot.label}</span>
      <div className="slot-space">
        {fallback && (
          <p className="slot-fallback">
            <strong>{fallback.title}</strong>
            <a className="button" href={fallback.url}>
              {fallback.buttonLabel}
            </a>
          </p>
        )}
      </div>
    </div>
  );
}
