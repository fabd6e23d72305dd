/** The rail goes on in its place; without this, its last link leads to the list of all news. */
export function offerMore(within: ParentNode): void {
  for (const link of within.querySelectorAll<HTMLAnchorElement>("a[data-more]")) {
    link.addEventListener("click", (event) => {
      // A reader who wants the page itself, in a tab of its own, gets it.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void grow(link);
    });
  }
}

async function grow(link: HTMLAnchorElement): Promise<void> {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const address = new URL(link.href);
    address.searchParams.set("part", link.dataset.more ?? "");
    const response = await fetch(address);
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = page.querySelector<HTMLElement>("[data-next]");
    if (!part) throw new Error("not a part of a page");
    const first = part.querySelector("a");
    link.before(...part.children);
    if (part.dataset.next) link.href = part.dataset.next;
    else link.remove();
    first?.focus({ preventScroll: true });
  } catch {
    location.assign(link.href);
  } finally {
    link.ariaBusy = "false";
  }
}
