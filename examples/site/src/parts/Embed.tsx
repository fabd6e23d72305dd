import type { CSSProperties } from "react";

import { named } from "../words.ts";
import { usePage } from "./page.ts";
import { Text } from "./Text.tsx";

/** The name of who hosts it: readers know hosts by their addresses. */
function hostName(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
}

interface EmbedProps {
  /** Key under which the reader's consent is kept. */
  provider: string;
  name?: string;
  /** Address of the frame; null where the provider has none. */
  frame: string | null;
  /** Address for reading it there. */
  address: string;
  height?: number | null;
  fallback?: { html: string };
  title: string;
}

/**
 * Content of another site. Nothing is asked of that site before the reader agrees: without
 * JavaScript there is a link, with it a button, both in the space that the frame will take.
 */
export function Embed({ provider, frame, address, height, fallback, title, name }: EmbedProps) {
  const { words } = usePage();
  const host = name ?? hostName(address);
  if (!frame) {
    return (
      <div className="embed is-link">
        {fallback && <Text of={fallback} />}
        <a href={address} rel="nofollow noopener">
          {named(words.openAt, host)}
        </a>
      </div>
    );
  }
  const style = (height ? { "--embed-height": `${height}px` } : {}) as CSSProperties;
  return (
    <div
      className={`embed ${height ? "is-fixed" : "is-wide"}`}
      style={style}
      data-embed={frame}
      data-provider={provider}
      data-title={title}
    >
      <div className="embed-cover">
        {fallback && <Text of={fallback} className="embed-title" />}
        <p className="embed-note">{named(words.fromOutside, host)}</p>
        <p className="embed-choices">
          <button type="button" hidden data-embed-show>
            {words.show}
          </button>
          <a href={address} rel="nofollow noopener">
            {named(words.openAt, host)}
          </a>
        </p>
        <label hidden data-embed-always>
          <input type="checkbox" /> {named(words.always, host)}
        </label>
      </div>
    </div>
  );
}
