import { Text } from "./Text.tsx";

export interface Appeal {
  title: string;
  text?: { html: string } | null;
  buttonLabel: string;
  url: string;
}

/** An appeal to the reader. */
export function CallToAction({ of, className = "" }: { of: Appeal; className?: string }) {
  return (
    <div className={`appeal ${className}`}>
      <div>
        <p className="appeal-title">{of.title}</p>
        {of.text && <Text of={of.text} />}
      </div>
      <a className="button" href={of.url}>
        {of.buttonLabel}
      </a>
    </div>
  );
}
