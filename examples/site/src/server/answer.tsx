import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough, type Writable } from "node:stream";
import { constants, createGzip } from "node:zlib";
import type { ReactElement } from "react";
import { renderToPipeableStream } from "react-dom/server";

import { ApiError, type Ask, type Open } from "../api/client.ts";
import type { DeviceClass } from "../api/generated/graphql.ts";
import { PageContext } from "../parts/page.ts";
import { Shell, type AdsDoor } from "../parts/Shell.tsx";
import { wordsIn } from "../words.ts";
import type { Assets } from "./assets.ts";
import { combined } from "./policy.ts";
import { route, type Result } from "./router.tsx";
import type { SiteFacts } from "./site.ts";

export interface Means {
  ask: Ask;
  open: Open;
  assets: Assets;
  facts: SiteFacts;
  /** Where pages may get things from beside this site: pictures, and HTML ads. */
  origins: Origins;
  /** Where browsers ask for ads. */
  adsDoor: AdsDoor;
}

interface Origins {
  media: string;
  ads: string;
}

/** Answers requests for pages. */
export function answerer({ ask, open, assets, facts, origins, adsDoor }: Means) {
  const fixed = fixedHeaders(origins);

  return async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<void> {
    try {
      const path = decodedPath(url.pathname);
      const { context, local, answers } = await facts.at(path);
      const device = deviceOf(request);
      const query = url.searchParams;
      const result = await route({ context, ask, open, path, local, query, device });
      const isPrivate = "isPrivate" in result && result.isPrivate;
      const kept = isPrivate ? privateHeaders : combined([...answers, ...result.answers]);
      const headers = { ...fixed, ...kept };

      if ("redirect" in result) {
        const { status, location } = result.redirect;
        response.writeHead(status, { ...headers, Location: encodeURI(decodeURI(location)) }).end();
        return;
      }
      const tree = drawn(result);
      stream(request, response, result.status, headers, tree);

      function drawn(it: Exclude<Result, { redirect: unknown }>): ReactElement {
        if ("page" in it) {
          return <Shell {...it.page} context={context} assets={assets} adsDoor={adsDoor} />;
        }
        return <PageContext value={context}>{it.fragment}</PageContext>;
      }
    } catch (error) {
      broken(response, fixed, error, url);
    }
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Of a page for the bearer of its address alone, which is not to be told to anybody. */
const privateHeaders = {
  "Cache-Control": "private, no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow, noarchive",
};

function fixedHeaders({ media, ads }: Origins): Record<string, string> {
  return {
    "Content-Type": "text/html; charset=utf-8",
    // Frames of other sites appear only after the reader's consent; scripts are ours alone.
    "Content-Security-Policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "style-src-attr 'unsafe-inline'",
      `img-src 'self' ${media}`,
      `media-src ${media}`,
      `connect-src 'self' ${media}`,
      `frame-src https: ${ads}`,
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'self'",
    ].join("; "),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    // Ads have other sizes on other devices, and those are part of the page.
    Vary: "Accept-Encoding, Sec-CH-UA-Mobile, User-Agent",
  };
}

/** What browsers say of themselves, newer ones in a word and older ones in a sentence. */
function deviceOf(request: IncomingMessage): DeviceClass {
  const hint = request.headers["sec-ch-ua-mobile"];
  const agent = request.headers["user-agent"] ?? "";
  const isMobile = hint === undefined ? /Mobi/.test(agent) : hint === "?1";
  return isMobile ? "MOBILE_WEB" : "DESKTOP";
}

function stream(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  tree: ReactElement,
): void {
  const { pipe, abort } = renderToPipeableStream(tree, {
    onShellReady() {
      if (request.method === "HEAD") {
        response.writeHead(status, headers).end();
        abort();
        return;
      }
      pipe(body(request, response, status, headers));
    },
    onShellError(error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500, headers);
      response.end();
    },
    onError(error) {
      if (!response.destroyed && request.method !== "HEAD") console.error(error);
    },
  });
  response.on("close", () => abort());
}

/** Whether the browser takes packed answers. */
export function unpacks(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
}

/** Where the page is written to: packed, if the browser unpacks. */
function body(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
): Writable {
  const packs = unpacks(request);
  response.writeHead(status, packs ? { ...headers, "Content-Encoding": "gzip" } : headers);
  // Each piece goes out as it comes, not when a block of the packer is full.
  const way = packs ? createGzip({ flush: constants.Z_SYNC_FLUSH, level: 5 }) : new PassThrough();
  way.pipe(response);
  return way;
}

/** Said without the API, which is what failed. */
function broken(
  response: ServerResponse,
  fixed: Record<string, string>,
  error: unknown,
  url: URL,
): void {
  console.error(error);
  const words = wordsIn(url.pathname.split("/")[1] ?? "");
  const retryAfter = (error instanceof ApiError && error.retryAfter) || "30";
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(503, { ...fixed, "Cache-Control": "no-store", "Retry-After": retryAfter });
  response.end(
    `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>503</title><h1>${words.brokenTitle}</h1><p>${words.brokenText}</p>`,
  );
}
