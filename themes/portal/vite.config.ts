import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const outDir = process.env.CAREGATE_OUT ?? "dist";

/** All JavaScript together, as it goes over the wire. */
const MOST_JAVASCRIPT = 200_000;

/** Compressed twins of the assets, and the limit of their size; the same bytes whenever it runs. */
function pack() {
  return {
    name: "caregate-pack",
    writeBundle() {
      let javascript = 0;
      const folder = join(outDir, "assets");
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
        const packed = gzipSync(readFileSync(join(folder, name)), { level: 9 });
        writeFileSync(join(folder, `${name}.gz`), packed);
        javascript += name.endsWith(".js") ? packed.length : 0;
      }
      if (javascript > MOST_JAVASCRIPT) {
        throw new Error(`The app has ${javascript} bytes of compressed JavaScript; ${MOST_JAVASCRIPT} are allowed.`);
      }
    },
  };
}

/** Of PatternFly's many fonts only those that the portal's texts are set in. */
function fewFonts() {
  const wanted = /RedHatText-(Regular|Medium|Bold)\.woff2|RedHatMono-Regular\.woff2/;
  return {
    name: "caregate-few-fonts",
    enforce: "pre" as const,
    transform(code: string, id: string) {
      return id.endsWith("/react-core/dist/styles/base.css")
        ? code.replace(/@font-face\s*\{[^}]*\}/g, (face) => (wanted.test(face) ? face : ""))
        : undefined;
    },
  };
}

/** The licences of what is in the bundle, beside it in the JAR. */
function notices() {
  const packages = new Set<string>();
  return {
    name: "caregate-notices",
    moduleParsed({ id }: { id: string }) {
      const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
      if (name) {
        packages.add(name);
      }
    },
    writeBundle() {
      const texts = [...packages].sort().map((name) => {
        const folder = join("node_modules", name);
        const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
          version: string;
          license: string;
        };
        const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]
          .map((licence) => join(folder, licence))
          .find(existsSync);
        return `${name} ${about.version} (${about.license})\n\n${file ? readFileSync(file, "utf8").trim() : ""}\n`;
      });
      writeFileSync(join(outDir, "notices.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  clearScreen: false,
  logLevel: "warn",
  esbuild: { jsx: "automatic", legalComments: "none" },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    cssCodeSplit: false,
    rollupOptions: {
      output: {
        hashCharacters: "hex",
        entryFileNames: "assets/[name]-[hash:16].js",
        chunkFileNames: "assets/[name]-[hash:16].js",
        assetFileNames: "assets/[name]-[hash:16][extname]",
      },
    },
  },
  plugins: [fewFonts(), notices(), pack()],
});
