/** Milliseconds between two looks; MRC asks for no more than a tenth of a second. */
const between = 100;

/** Milliseconds of an ISO 8601 duration of hours, minutes and seconds. */
export function milliseconds(duration: string): number {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration);
  if (!found) return Infinity;
  const [, hours = "0", minutes = "0", seconds = "0"] = found;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/**
 * Waits until a share of an element was in the window for long enough without a break, in a tab
 * that the reader has before them.
 */
export function seen(element: Element, share: number, duration: string, then: () => void): void {
  const needed = milliseconds(duration);
  let since: number | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;

  const look = () => {
    if (document.visibilityState !== "visible" || !document.hasFocus()) {
      since = null;
      return;
    }
    since ??= performance.now();
    if (performance.now() - since < needed) return;
    stop();
    observer.disconnect();
    then();
  };
  const stop = () => {
    clearInterval(looking);
    looking = undefined;
    since = null;
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const isSeen = (entries.at(-1)?.intersectionRatio ?? 0) >= share;
      if (!isSeen) stop();
      else if (looking === undefined) {
        look();
        looking = setInterval(look, between);
      }
    },
    { threshold: [share] },
  );
  observer.observe(element);
}
