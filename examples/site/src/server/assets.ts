import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../client/", import.meta.url));

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** The addresses of what a page loads from here. */
export interface Assets {
  style: string;
  script: string;
}

/** Reads the list that the build of the browser's part left. */
export function builtAssets(): Assets {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<
    string,
    { file: string }
  >;
  const address = (source: string) => {
    const entry = manifest[source];
    if (!entry) throw new Error(`${source} was not built: npm run build`);
    return `/${entry.file}`;
  };
  return { style: address("src/styles/site.css"), script: address("src/browser/main.ts") };
}

interface Asset {
  headers: Record<string, string>;
  plain: Buffer;
  packed: Buffer;
}

/** The files of the browser's part by their paths, read and packed once. */
export function servedFiles(): Map<string, Asset> {
  const files = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    // Names of built files carry the hash of their bytes.
    const lasting = path.startsWith("/assets/");
    const cache = lasting ? "public, max-age=31536000, immutable" : "public, max-age=3600";
    const headers = {
      "Content-Type": type,
      "Cache-Control": cache,
      "X-Content-Type-Options": "nosniff",
      Vary: "Accept-Encoding",
    };
    const plain = readFileSync(file);
    files.set(path, { headers, plain, packed: gzipSync(plain, { level: 9 }) });
  }
  return files;
}
