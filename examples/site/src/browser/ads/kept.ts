// What this browser keeps of its reader's choices about ads: nothing, until there is a choice.
import type { AdConsent } from "../../api/generated/graphql.ts";
import { forget, kept, keep } from "../kept.ts";

const consentKey = "ads-consent";
const visitorKey = "ads-visitor";

/** What the reader agreed to. */
export function consent(): AdConsent {
  const said = kept(consentKey);
  return said === "FULL" || said === "DENIED" ? said : "UNKNOWN";
}

/** Keeps a choice; the key that goes with an agreement goes when it does. */
export function choose(said: "FULL" | "DENIED"): void {
  keep(consentKey, said);
  if (said === "DENIED") forget(visitorKey);
}

/** A random name for this browser, made when the reader has agreed and not before. */
export function visitor(): string | null {
  if (consent() !== "FULL") return null;
  const known = kept(visitorKey);
  if (known) return known;
  const made = crypto.randomUUID();
  return keep(visitorKey, made) ? made : null;
}
