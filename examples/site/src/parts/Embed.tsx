import type { CSSProperties, ReactNode } from "react";

import { named } from "../words.ts";
import { usePage } from "./page.ts";
import { Text } from "./Text.tsx";

/** The name of who hosts it: readers know most hosts by their addresses. */
function hostName(url: string): string {
  const host = new URL(url).hostname.replace(/^www\./, "");
  return /^youtube(-nocookie)?\.com$/.test(host) ? "YouTube" : host;
}

interface EmbedProps {
  /** Who hosts it, and whom the reader's consent is for. */
  name?: string;
  /** Address of the frame; null where the provider has none. */
  frame: string | null;
  /** Address for reading it there. */
  address: string;
  height?: number | null;
  fallback?: { html: string };
  title: string;
  /** A picture of our own to wait behind. */
  poster?: ReactNode;
}

/**
 * Content of another site. Nothing is asked of that site before the reader agrees: without
 * JavaScript there is a link, with it a button, both in the space that the frame will take.
 */
export function Embed(props: EmbedProps) {
  const { frame, address, height, fallback, title, name, poster } = props;
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
      data-provider={host}
      data-title={title}
    >
      {poster}
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
