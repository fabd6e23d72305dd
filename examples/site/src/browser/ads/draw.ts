// What stands in a slot. It is laid into the space that the page keeps, and moves nothing.
import type { Decision } from "./ask.ts";

/** An ad, and when it begins to be seen: resolves when it does, rejects when it cannot be had. */
export interface Drawn {
  element: HTMLElement;
  begins: Promise<unknown>;
}

/** Draws what was decided; null for a kind that this site has no place for. */
export function draw(decision: Decision): Drawn | null {
  const { content, size } = decision;
  switch (content.__typename) {
    case "ImageAd": {
      const image = make("img", { src: content.src, alt: content.alt });
      if (content.srcSet) image.srcset = content.srcSet;
      image.sizes = `${size.width}px`;
      image.width = size.width;
      image.height = size.height;
      const begins = loaded(image);
      return { element: link(decision, "ad-picture", [image]), begins };
    }
    case "HtmlAd": {
      const frame = make("iframe", { title: `${decision.label}: ${decision.advertiserName}` });
      // It is an origin of nobody's by its own policy; this says so from our side too.
      frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      frame.referrerPolicy = "no-referrer";
      frame.width = String(size.width);
      frame.height = String(size.height);
      const begins = loaded(frame);
      frame.src = content.frameUrl;
      return { element: frame, begins };
    }
    case "NativeAd": {
      const parts: HTMLElement[] = [];
      if (content.image) {
        const { url, srcSet } = content.image;
        parts.push(make("img", { srcset: srcSet, sizes: "320px", src: url, alt: "" }));
      }
      const words = make("span", { className: "ad-words" });
      words.append(make("strong", { textContent: content.headline }));
      if (content.body) words.append(make("span", { textContent: content.body }));
      words.append(make("small", { textContent: content.sponsorName }));
      parts.push(words);
      if (content.buttonLabel) parts.push(button(content.buttonLabel));
      return { element: link(decision, "ad-native", parts), begins: Promise.resolve() };
    }
    case "HouseAd": {
      const { title, text, buttonLabel } = content.callToAction;
      const words = make("span", { className: "ad-words" });
      words.append(make("strong", { textContent: title }));
      if (text) words.append(make("span", { textContent: text.plain }));
      const parts = [words, button(buttonLabel)];
      return { element: link(decision, "ad-native is-house", parts), begins: Promise.resolve() };
    }
    default:
      return null;
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  facts: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), facts);
}

function button(label: string): HTMLElement {
  return make("span", { className: "button", textContent: label });
}

function link(decision: Decision, className: string, parts: HTMLElement[]): HTMLElement {
  const rel = "sponsored noopener";
  const anchor = make("a", { className, href: decision.clickUrl, target: "_blank", rel });
  anchor.append(...parts);
  return anchor;
}

function loaded(element: HTMLElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", reject, { once: true });
  });
}
