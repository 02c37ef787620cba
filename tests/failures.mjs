// The failed tests of a run, a block each: the test's name, its message, the first lines of its stack. Reads every .trx of a folder.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const text = (xml, tag) => {
  const found = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(xml);
  return found === null ? "" : found[1].replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x[AD];/gi, "\n").replace(/&amp;/g, "&");
};
const head = (words, lines) => words.trim().split("\n").slice(0, lines).map((line) => `    ${line.trim().slice(0, 400)}`).join("\n");

for (const file of readdirSync(folder).filter((name) => name.endsWith(".trx")).sort()) {
  const results = readFileSync(join(folder, file), "utf8").match(/<UnitTestResult [^>]*outcome="Failed"[\s\S]*?<\/UnitTestResult>/g) ?? [];
  for (const result of results) {
    const name = /testName="([^"]*)"/.exec(result)[1];
    console.log(`FAILED ${name}\n${head(text(result, "Message"), 12)}\n${head(text(result, "StackTrace"), 6)}`);
  }
}
