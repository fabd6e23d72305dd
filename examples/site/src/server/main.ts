import { createServer } from "node:http";

import { client } from "../api/client.ts";
import { assetAt, builtAssets } from "./assets.ts";
import { answerer } from "./answer.tsx";
import { settings } from "./settings.ts";
import { SiteFacts } from "./site.ts";

const where = settings(process.env);
const ask = client(where.graphql, where.token);
const answer = answerer({
  ask,
  assets: builtAssets(),
  facts: new SiteFacts(ask),
  media: where.media,
});

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://site");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const asset = await assetAt(url.pathname);
  if (asset) {
    response.writeHead(200, { ...asset.headers, "X-Content-Type-Options": "nosniff" });
    response.end(request.method === "HEAD" ? undefined : asset.body);
    return;
  }
  await answer(request, response, url);
});

server.listen(where.port, where.host, () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : where.port;
  console.log(`The site is at http://${where.host}:${port}, fed by ${where.graphql}`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
