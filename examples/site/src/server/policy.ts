// One page is made of several answers: it may be kept no longer than the shortest lived of them,
// and has to go when any of them does.

type Directives = Map<string, number | true>;

/** What an answer says of its lifetime, less the time that it has lain about. */
function directives(answer: Headers): Directives | undefined {
  const header = answer.get("cache-control");
  if (header === null) return undefined;
  const age = Number(answer.get("age") ?? 0);
  const found: Directives = new Map();
  for (const part of header.split(",")) {
    const [name = "", value] = part.trim().toLowerCase().split("=");
    if (!name) continue;
    const lives = name === "max-age" || name === "s-maxage";
    const seconds = Math.max(0, Number(value) - (lives ? age : 0));
    found.set(name, value === undefined ? true : seconds);
  }
  return found;
}

function shortest(name: string, all: Directives[]): number | undefined {
  const values = all.map((one) => one.get(name)).filter((value) => typeof value === "number");
  return values.length === 0 ? undefined : Math.min(...values);
}

function cacheControl(answers: Headers[]): string | undefined {
  const all = answers.map(directives).filter((it) => it !== undefined);
  if (all.length === 0) return undefined;
  const has = (name: string) => all.some((one) => one.has(name));
  if (has("no-store")) return "no-store";

  const kept = [has("private") ? "private" : "public"];
  if (has("no-cache")) kept.push("no-cache");
  for (const name of ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"]) {
    // `private` makes the shared lifetime void, and what one answer does not allow, none does.
    if (name === "s-maxage" && has("private")) continue;
    if (name.startsWith("stale") && !all.every((one) => one.has(name))) continue;
    const value = shortest(name, all);
    if (value !== undefined) kept.push(`${name}=${value}`);
  }
  return kept.join(", ");
}

function union(headers: string[], separator: string | RegExp): string[] {
  return [...new Set(headers.flatMap((header) => header.split(separator)))].filter(Boolean);
}

/** The caching headers of a page made of these answers. What no answer says is not invented. */
export function combined(answers: Headers[]): Record<string, string> {
  const all = (name: string) => answers.map((one) => one.get(name)).filter((it) => it !== null);
  const result: Record<string, string> = {};

  const control = cacheControl(answers);
  if (control) result["Cache-Control"] = control;
  const keys = union(all("surrogate-key"), /\s+/);
  if (keys.length > 0) result["Surrogate-Key"] = keys.join(" ");
  const tags = union(all("cache-tag"), /\s*,\s*/);
  if (tags.length > 0) result["Cache-Tag"] = tags.join(",");
  return result;
}

/** Seconds for which an answer may be kept here; `otherwise` when it does not say. */
export function lifetime(answer: Headers, otherwise: number): number {
  const all = directives(answer);
  if (!all) return otherwise;
  if (all.has("no-store") || all.has("private") || all.has("no-cache")) return 0;
  return shortest("s-maxage", [all]) ?? shortest("max-age", [all]) ?? 0;
}
