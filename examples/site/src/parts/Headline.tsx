import type { Headline as Shape } from "../api/shapes.ts";
import { usePage } from "./page.ts";

type Marked = Pick<Shape, "url" | "emphasis" | "markers">;

/** A linked headline with its weight and its marks. */
export function Headline({ of, text }: { of: Marked; text: string }) {
  const { href } = usePage();
  return (
    <a className={`headline is-${of.emphasis.toLowerCase()}`} href={href(of.url)}>
      {text}
      {of.markers.map((marker) => (
        <span key={marker.kind} className={`mark is-${marker.kind.toLowerCase()}`}>
          {" "}
          {marker.label}
        </span>
      ))}
    </a>
  );
}

/** The word that stands beside the time of a story that has grown since. */
export function Updated({ label }: { label: string | null }) {
  return label ? <span className="updated">{label}</span> : null;
}
