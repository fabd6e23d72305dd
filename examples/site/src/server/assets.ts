import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

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

/** A file of the browser's part; null when there is none at this path. */
export async function assetAt(
  path: string,
): Promise<{ body: Buffer; headers: Record<string, string> } | null> {
  const file = normalize(join(folder, decodeURIComponent(path)));
  const type = types[extname(file)];
  if (!type || !file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  try {
    const body = await readFile(file);
    // Names of built files carry the hash of their bytes.
    const lasting = path.startsWith("/assets/");
    const cache = lasting ? "public, max-age=31536000, immutable" : "public, max-age=3600";
    return { body, headers: { "Content-Type": type, "Cache-Control": cache } };
  } catch {
    return null;
  }
}
