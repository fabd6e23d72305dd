import { createServer } from "node:http";

import { client, opener } from "../api/client.ts";
import { deskManifest, fillSlots, manifest, sentFor } from "../api/operations.ts";
import { builtAssets, servedFiles } from "./assets.ts";
import { answerer, unpacks } from "./answer.tsx";
import { plainFiles } from "./plain.ts";
import { settings } from "./settings.ts";
import { SiteFacts } from "./site.ts";

const [wish, graph] = process.argv.slice(2);
if (wish === "--documents") {
  console.log(JSON.stringify(graph === "desk" ? deskManifest : manifest, null, 2));
  process.exit();
}

const where = settings(process.env);
const ask = client(where.graphql, where.token, where.isRegistered);
const files = servedFiles();
const facts = new SiteFacts(ask);
const answer = answerer({
  ask,
  open: opener(where.desk, where.isRegistered),
  assets: builtAssets(),
  facts,
  origins: { media: new URL(where.public).origin, ads: new URL(where.ads).origin },
  adsDoor: {
    graphql: `${where.public}/graphql`,
    document: sentFor(fillSlots, where.isRegistered),
  },
});
const plain = plainFiles(facts, new URL("/ads.txt", where.graphql));

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://site");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const asset = files.get(url.pathname);
  if (asset) {
    const packs = unpacks(request);
    response.writeHead(200, { ...asset.headers, ...(packs && { "Content-Encoding": "gzip" }) });
    response.end(request.method === "HEAD" ? undefined : packs ? asset.packed : asset.plain);
    return;
  }
  const file = plain.get(url.pathname);
  if (file) await file(request, response);
  else await answer(request, response, url);
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
