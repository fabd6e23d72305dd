import type { CSSProperties } from "react";

/** The smallest address of a `srcset`, for browsers that do not read it. */
function smallest(srcSet: string): string {
  return srcSet.split(/[\s,]/, 1)[0] ?? "";
}

export interface PictureProps {
  srcSet: string;
  alt: string;
  /** How wide it is drawn, as in the `sizes` attribute. */
  sizes: string;
  src?: string;
  width?: number;
  height?: number;
  /** Its colour in one word, until it comes. */
  colour?: string | null;
  focus?: { x: number; y: number };
  /** Whether it stands at the top of the page: then it comes first, else when it comes near. */
  first?: boolean;
}

/** A picture in a space that is kept for it, coloured until it comes. */
export function Picture(props: PictureProps) {
  const { srcSet, alt, sizes, src, width, height, colour, focus, first } = props;
  const style: CSSProperties = { backgroundColor: colour ?? undefined };
  if (focus) style.objectPosition = `${focus.x * 100}% ${focus.y * 100}%`;
  return (
    <img
      src={src ?? smallest(srcSet)}
      srcSet={srcSet}
      sizes={sizes}
      alt={alt}
      width={width}
      height={height}
      style={style}
      loading={first ? undefined : "lazy"}
      fetchPriority={first ? "high" : undefined}
      decoding="async"
    />
  );
}
