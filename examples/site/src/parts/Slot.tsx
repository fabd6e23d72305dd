import type { CSSProperties } from "react";

import type { Slot as Shape } from "../api/shapes.ts";

type Plan = { isServing?: boolean; slots: Shape[] } | null | undefined;

/** The slots of a page; none where it is free of ads. */
export function slotsOf(plan: Plan): Shape[] {
  return plan && plan.isServing !== false ? plan.slots : [];
}

/**
 * A place for an ad: its space is kept and it is marked as what it is, whether an ad comes or
 * not, so that nothing on the page ever moves.
 */
export function Slot({ slot }: { slot: Shape | undefined }) {
  // What floats over the page takes no space: there is nothing to keep until an ad comes.
  if (!slot || slot.zone === "STICKY") return null;
  const zone = slot.zone.toLowerCase().replaceAll("_", "-");
  const style = {
    "--slot-width": `${slot.reserve.width}px`,
    "--slot-height": `${slot.reserve.height}px`,
  } as CSSProperties;
  return (
    <div className={`slot is-${zone}`} id={`slot-${slot.key}`} style={style}>
      <span className="slot-label">{slot.label}</span>
    </div>
  );
}
