import { defineConfig } from "vite";

// Two builds of one tree: what browsers get (style and two small modules), and the server that
// draws the pages. The second reads the manifest of the first.
export default defineConfig(({ isSsrBuild }) => ({
  publicDir: isSsrBuild ? false : "public",
  build: isSsrBuild
    ? {
        ssr: true,
        outDir: "dist/server",
        target: "node20",
      }
    : {
        outDir: "dist/client",
        manifest: "manifest.json",
        target: "es2020",
        modulePreload: false,
        assetsInlineLimit: 0,
        rolldownOptions: { input: ["src/browser/main.ts", "src/styles/site.css"] },
      },
  define: isSsrBuild ? { "process.env.NODE_ENV": JSON.stringify("production") } : {},
  ssr: { noExternal: true },
}));
