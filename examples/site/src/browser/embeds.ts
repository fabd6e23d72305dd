import { keep, kept } from "./kept.ts";

const storageKey = "shown-providers";

/** Whose content the reader wants to see always. */
export function agreed(): Set<string> {
  try {
    return new Set(JSON.parse(kept(storageKey) ?? "[]"));
  } catch {
    return new Set(); // not what we wrote
  }
}

function agree(provider: string): void {
  keep(storageKey, JSON.stringify([...agreed().add(provider)]));
}

/** Asks before content of this provider is shown again. */
export function disagree(provider: string): void {
  const others = [...agreed()].filter((it) => it !== provider);
  keep(storageKey, JSON.stringify(others));
}

/** Content of other sites: shown when the reader agrees, once or for good. */
export function offerEmbeds(within: ParentNode): void {
  const known = agreed();
  for (const embed of within.querySelectorAll<HTMLElement>("[data-embed]")) {
    const provider = embed.dataset.provider ?? "";
    if (known.has(provider)) showWhenNear(embed);
    else offer(embed, provider);
  }
}

function offer(embed: HTMLElement, provider: string): void {
  const button = embed.querySelector<HTMLButtonElement>("[data-embed-show]");
  const always = embed.querySelector<HTMLElement>("[data-embed-always]");
  const box = always?.querySelector("input");
  if (!button || !always || !box) return;
  button.hidden = false;
  always.hidden = false;
  button.addEventListener("click", () => {
    if (box.checked) agree(provider);
    show(embed).focus();
  });
}

function showWhenNear(embed: HTMLElement): void {
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      show(embed);
    },
    { rootMargin: "50% 0px" },
  );
  observer.observe(embed);
}

/** The frame takes the very place of the cover. */
function show(embed: HTMLElement): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.src = embed.dataset.embed ?? "";
  frame.title = embed.dataset.title ?? "";
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
  embed.replaceChildren(frame);
  return frame;
}
