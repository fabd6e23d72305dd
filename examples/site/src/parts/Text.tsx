import type { ElementType } from "react";

import { usePage } from "./page.ts";

/** Rich text of the newsroom; the API has made it safe. */
export function Text({
  as: Tag = "p",
  of,
  className,
  id,
}: {
  as?: ElementType;
  of: { html: string };
  className?: string;
  id?: string;
}) {
  const { html } = usePage();
  return <Tag id={id} className={className} dangerouslySetInnerHTML={html(of.html)} />;
}

export function Link({
  to,
  children,
  className,
  rel,
}: {
  to: string;
  children: React.ReactNode;
  className?: string;
  rel?: string;
}) {
  const { href } = usePage();
  return (
    <a href={href(to)} className={className} rel={rel}>
      {children}
    </a>
  );
}

/** A moment, in the words of the API. */
export function Time({
  at,
  className,
}: {
  at: { iso: string; display: string };
  className?: string;
}) {
  return (
    <time dateTime={at.iso} className={className}>
      {at.display}
    </time>
  );
}
