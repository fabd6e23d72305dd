import type { CSSProperties } from "react";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/** The mean colour of a picture, which is what characters 3 to 6 of a BlurHash say. */
export function meanColour(blurHash: string | null | undefined): string | undefined {
  if (!blurHash || blurHash.length < 6) return undefined;
  const value = [...blurHash.slice(2, 6)].reduce((sum, it) => sum * 83 + digits.indexOf(it), 0);
  return `#${value.toString(16).padStart(6, "0")}`;
}

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
  blurHash?: string | null;
  focus?: { x: number; y: number };
  /** Whether it stands at the top of the page: then it comes first, else when it comes near. */
  first?: boolean;
}

/** A picture in a space that is kept for it, coloured until it comes. */
export function Picture(props: PictureProps) {
  const { srcSet, alt, sizes, src, width, height, blurHash, focus, first } = props;
  const style: CSSProperties = { backgroundColor: meanColour(blurHash) };
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
