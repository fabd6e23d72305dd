// Serves articles by Directus whose titles may be changed, each change with its activity and revision:
// node directus.mjs FOLDER DATABASE, where FOLDER has `npm install directus@12`. DATABASE is emptied.
// Prints one line of JSON when it is ready: the address, and requests that each change a title.
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { createServer } from "node:net";

const [folder, database] = process.argv.slice(2);
const free = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});
const port = await free();
const cli = path.resolve(folder, "node_modules/directus/cli.js");
const env = {
  ...process.env,
  DB_CLIENT: "pg", DB_CONNECTION_STRING: database, HOST: "127.0.0.1", PORT: String(port),
  SECRET: "a secret of this measurement alone", KEY: "7d9c2b1e-0c4b-4c0e-9a51-3f1f5b8d2c10",
  ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: "correct horse battery", ADMIN_TOKEN: "token-of-the-measurement",
  TELEMETRY: "false", CACHE_ENABLED: "false", RATE_LIMITER_ENABLED: "false", WEBSOCKETS_ENABLED: "false",
  LOG_LEVEL: "error", PRESSURE_LIMITER_ENABLED: "false", ACCEPT_TERMS: "true",
};
const made = spawnSync(process.execPath, [cli, "bootstrap"], { env, cwd: folder, encoding: "utf8" });
if (made.status !== 0) throw new Error(made.stdout + made.stderr);
const server = spawn(process.execPath, [cli, "start"], { env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
process.on("SIGTERM", () => { server.kill(); process.exit(); });
process.on("exit", () => server.kill());

const address = `127.0.0.1:${port}`;
const headers = { "content-type": "application/json", authorization: "Bearer token-of-the-measurement" };
const call = async (method, where, body) => {
  const response = await fetch(`http://${address}${where}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : (await response.json()).data;
};
for (let tries = 0; ; tries++) {
  try {
    await call("GET", "/server/info");
    break;
  } catch (error) {
    if (tries > 300) throw error;
    await new Promise((rest) => setTimeout(rest, 200));
  }
}
await call("POST", "/collections", {
  collection: "articles", schema: {}, meta: { accountability: "all" },
  fields: [
    { field: "id", type: "integer", schema: { is_primary_key: true, has_auto_increment: true } },
    { field: "title", type: "string", meta: {}, schema: {} },
    { field: "body", type: "text", meta: {}, schema: {} },
  ],
});
const body = "Рада порту ухвалила рішення про нічний пором. ".repeat(60);
const articles = await call("POST", "/items/articles", Array.from({ length: 64 }, (_, n) => ({ title: `Новина ${n}`, body })));
const requests = [0, 1, 2, 3].flatMap((turn) => articles.map(({ id }) => ({
  method: "PATCH", path: `/items/articles/${id}`, authorization: headers.authorization,
  body: JSON.stringify({ title: `Новина ${id}, редакція ${turn}` }),
})));
const [first] = requests;
await call(first.method, first.path, JSON.parse(first.body));
const revisions = await call("GET", "/revisions?filter[collection][_eq]=articles&aggregate[count]=*");
console.log(JSON.stringify({ address, requests, told: `${articles.length} articles, ${revisions[0].count} revisions` }));
