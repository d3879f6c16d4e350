// Bundles the client into wwwroot/built. Run by MSBuild (see CsEngage.Web.csproj) or `npm run build`.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";

const out = "wwwroot/built";
await mkdir(out, { recursive: true });

await build({
  entryPoints: ["Client/app.ts", "Client/portal.ts", "Client/editor.ts", "Client/passkey.ts", "Client/app.css"],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  chunkNames: "part-[hash]",
  logLevel: "warning",
});

// One sprite of the icons that are used, drawn with a 1.5 px stroke.
const icons = (await readFile("Client/icons.txt", "utf8")).split("\n").map((line) => line.trim()).filter(Boolean);
const symbols = await Promise.all(icons.map(async (name) => {
  const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
}));
await writeFile(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
