// What is installed, as JSON: the packages that package.json names, with their versions.
import { readFileSync } from "node:fs";

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));

const { dependencies } = read("package.json");
const installed = Object.keys(dependencies).map((name) => [name, read(`node_modules/${name}/package.json`).version]);
console.log(JSON.stringify(Object.fromEntries(installed)));
