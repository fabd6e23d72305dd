import type { Picture as Shape } from "../api/shapes.ts";
import { Embed } from "./Embed.tsx";
import { usePage } from "./page.ts";
import { Picture } from "./Picture.tsx";

/** Pictures are told apart from the words that come with them by the credit's own weight. */
export function FigureLine({ of }: { of: Shape }) {
  const { html } = usePage();
  if (!of.caption && !of.credit) return null;
  const credit = of.credit && (
    <span className="credit">
      {of.credit.label}:{" "}
      {of.credit.url ? <a href={of.credit.url}>{of.credit.name}</a> : of.credit.name}
    </span>
  );
  return (
    <figcaption>
      {of.caption && <span dangerouslySetInnerHTML={html(of.caption.html)} />}
      {of.caption && credit ? ". " : ""}
      {credit}
    </figcaption>
  );
}

export function Figure({
  of,
  sizes,
  first,
  className = "",
}: {
  of: Shape;
  sizes: string;
  first?: boolean;
  className?: string;
}) {
  const { words } = usePage();
  const { media } = of;
  if (media.__typename === "Audio") return null;
  if (media.__typename === "Video") {
    if (!media.embedUrl) return null;
    return (
      <figure className={`figure ${className}`}>
        <Embed
          frame={media.embedUrl}
          address={media.embedUrl}
          title={of.alt || of.line || words.video}
          fallback={of.caption ?? undefined}
        />
        <FigureLine of={of} />
      </figure>
    );
  }
  return (
    <figure className={`figure ${className}`}>
      <Picture
        srcSet={media.srcSet}
        src={media.url}
        sizes={sizes}
        alt={of.alt}
        width={media.width}
        height={media.height}
        colour={media.dominantColor}
        focus={media.focalPoint}
        first={first}
      />
      <FigureLine of={of} />
    </figure>
  );
}
