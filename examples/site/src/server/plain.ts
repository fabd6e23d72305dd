import type { IncomingMessage, ServerResponse } from "node:http";

import type { SiteFacts } from "./site.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What programs look for at the root of a site. */
export function plainFiles(facts: SiteFacts, sellers: URL): Map<string, Answer> {
  return new Map<string, Answer>([
    ["/ads.txt", answering(() => passedOn(sellers))],
    ["/robots.txt", answering(() => robots(facts))],
  ]);
}

interface File {
  text: string;
  cacheControl: string;
}

/** Who may sell the site's ads: Masthead's word, at the address where it is looked for. */
async function passedOn(address: URL): Promise<File> {
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${address.href} answered ${response.status}`);
  const cacheControl = response.headers.get("cache-control") ?? "no-cache";
  return { text: await response.text(), cacheControl };
}

/** Everything may be read; what should not be found says so itself. Sitemaps are Masthead's. */
async function robots(facts: SiteFacts): Promise<File> {
  const { context } = await facts.at("/");
  const maps = context.frame.feeds.filter((it) => it.format === "SITEMAP");
  const lines = ["User-agent: *", "Allow: /", "", ...maps.map((it) => `Sitemap: ${it.url}`), ""];
  return { text: lines.join("\n"), cacheControl: "public, max-age=3600" };
}

function answering(file: () => Promise<File>): Answer {
  return async (request, response) => {
    try {
      const { text, cacheControl } = await file();
      response.writeHead(200, {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": cacheControl,
        "X-Content-Type-Options": "nosniff",
      });
      response.end(request.method === "HEAD" ? undefined : text);
    } catch (error) {
      console.error(error);
      response.writeHead(503, { "Cache-Control": "no-store", "Retry-After": "30" }).end();
    }
  };
}
