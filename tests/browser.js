// What a browser finds on the pages of the web edition, as JSON; tests/browsing.py runs it in Node.js.
// Input: {chromium, sites: {name: folder}, pages: [page], told: name}. Output: {pages: {page: findings}, stories: {protocol: findings}},
// a page being "name/address.html". Every page is opened once and looked at in all sizes and colours; the stories are what
// a reader does on the site ``told``, opened from its folder and from a web server. Two pages are open side by side.
"use strict";
const fs = require("fs");
const http = require("http");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What a second look at the same elements in other colours and sizes can find.
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const SIZES = { type: "rule", values: ["scrollable-region-focusable", "target-size"] };
// Width in pixels, colours, rules. 320 pixels are a desktop's 1280 at 400 %.
const LOOKS = [[1280, "light", RULES], [1280, "dark", COLOURS], [360, "light", RULES], [360, "dark", COLOURS], [320, "light", SIZES]];
const HEIGHT = 800;
const SIDE_BY_SIDE = 2;
const MOST_STOPS = 1000;
// The spacing of WCAG 1.4.12.
const SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }";
// Pages are XML, too, so that they are read quickly and strictly: they close what is empty, and attributes have values.
// Ids of ours contain full stops.
const STRICT = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "void-style": ["error", { style: "selfclose" }],
    "attribute-boolean-style": ["error", { style: "name" }],
    "valid-id": ["error", { relaxed: true }],
  },
});

// Elements that reach beyond the window, or whose words are cut off.
function overflowing() {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth} > ${root.clientWidth}`);
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const isCut = style.overflowX === "hidden" || style.overflowX === "clip";
    if (isCut && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1) found.push(element.outerHTML.slice(0, 120));
  }
  return found;
}

// Text of twice the size, or with other spacing.
const enlarged = (size) => { document.documentElement.style.fontSize = size; };
function spaced(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}

// Tells of every stop of the focus: which element, whether one sees it there.
function watch() {
  const within = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0;
  window.stops = [];
  window.expected = [...document.querySelectorAll(within)].filter(shown);
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.stops.push({ target, isSeen: isOutlined && isInside });
  });
}
function told() {
  const name = (element) => element.outerHTML.slice(0, 120);
  const reached = new Set(window.stops.map((stop) => stop.target));
  const order = [...reached].map((element) => window.expected.indexOf(element)).filter((place) => place >= 0);
  return {
    expected: window.expected.length,
    missed: window.expected.filter((element) => !reached.has(element)).map(name),
    unseen: window.stops.filter((stop) => !stop.isSeen).map((stop) => name(stop.target)),
    inOrder: order.every((place, n) => n === 0 || order[n - 1] < place),
  };
}

async function byKeyboard(page) {
  await page.evaluate(watch);
  const expected = await page.evaluate(() => window.expected.length);
  for (let stop = 0; stop <= Math.min(expected, MOST_STOPS); stop += 1) await page.keyboard.press("Tab");
  return page.evaluate(told);
}

async function judgedByAxe(page, rules) {
  const result = await page.evaluate((runOnly) => axe.run(document, { runOnly, resultTypes: ["violations"], preload: false }), rules);
  const found = result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary.slice(0, 300)}`));
  return { tried: result.passes.length, found };
}

async function lookedAt(page, address) {
  const findings = { requests: [], complaints: [], axe: {}, overflow: {} };
  page.removeAllListeners();
  page.on("request", (request) => { if (!request.url().startsWith("file:")) findings.requests.push(request.url()); });
  page.on("console", (message) => { if (message.type() !== "log") findings.complaints.push(message.text()); });
  page.on("pageerror", (error) => findings.complaints.push(String(error)));
  await page.setViewportSize({ width: LOOKS[0][0], height: HEIGHT });
  await page.emulateMedia({ colorScheme: LOOKS[0][1], reducedMotion: "reduce" });
  await page.goto(address);
  await page.evaluate(AXE);
  findings.text = await page.evaluate(() => document.querySelector("main")?.innerText ?? "");
  for (const [width, colours, rules] of LOOKS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    findings.axe[`${width} ${colours}`] = await judgedByAxe(page, rules);
    findings.overflow[`${width} ${colours}`] = await page.evaluate(overflowing);
  }
  await page.evaluate(spaced, SPACING);
  findings.overflow["320 spaced"] = await page.evaluate(overflowing);
  await page.evaluate(spaced, "");
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.evaluate(enlarged, "200%");
  findings.overflow["1280 twice"] = await page.evaluate(overflowing);
  await page.evaluate(enlarged, "");
  findings.keyboard = await byKeyboard(page);
  return findings;
}

async function withoutScripts(page, address) {
  await page.goto(address);
  return page.evaluate(() => document.querySelector("main")?.innerText ?? "");
}

async function judgedByValidator(file) {
  const { results } = await STRICT.validateFile(file);
  return results.flatMap(({ messages }) => messages.map((each) => `${each.line}: ${each.ruleId} ${each.message}`));
}

// Two windows for all pages: opening one takes longer than looking at a page.
async function allPages(browser, pages) {
  const found = {};
  const waiting = [...pages];
  const one = async () => {
    const [page, plain] = [await browser.newPage(), await browser.newPage({ javaScriptEnabled: false, viewport: { width: 1280, height: HEIGHT } })];
    while (waiting.length) {
      const { name, file } = waiting.shift();
      const address = pathToFileURL(file).href;
      found[name] = await lookedAt(page, address);
      found[name].plain = await withoutScripts(plain, address);
      found[name].markup = await judgedByValidator(file);
    }
    await Promise.all([page.close(), plain.close()]);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
  return found;
}

// What a reader does, with the keyboard alone.

const focused = (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 80));
const isOpen = (page, selector) => page.evaluate((each) => document.querySelector(each)?.matches(":popover-open, [open]") ?? false, selector);
const lines = (page, selector) => page.locator(selector).allInnerTexts();

async function skipsToText(page, address) {
  await page.goto(address("index.html"));
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => [document.activeElement.textContent, document.activeElement.getBoundingClientRect().top >= 0]);
  await page.keyboard.press("Enter");
  return [...first, await page.evaluate(() => document.activeElement.id)];
}

async function opensTerm(page, address) {
  await page.goto(address("index.html"));
  const link = page.locator("a.term").first();
  await link.focus();
  await page.keyboard.press("Enter");
  const opened = [await isOpen(page, "#term-popover"), await link.getAttribute("aria-expanded"), await page.evaluate(() => document.getElementById("term-popover").contains(document.activeElement))];
  const words = await page.locator("#term-popover").innerText();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("[aria-expanded=true]"));
  return { opened, words, closed: [await isOpen(page, "#term-popover"), await link.getAttribute("aria-expanded"), await link.evaluate((each) => each === document.activeElement)] };
}

async function opensMenu(page, address) {
  await page.setViewportSize({ width: 360, height: HEIGHT });
  await page.goto(address("index.html"));
  await page.locator(".menu-narrow summary").focus();
  await page.keyboard.press("Enter");
  const opened = await isOpen(page, ".menu-narrow");
  await page.keyboard.press("Tab");
  const first = await focused(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(address("strategies.html"));
  return { opened, first, arrived: page.url().split("/").pop() };
}

async function searches(page, address) {
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.goto(address("index.html"));
  await page.locator("#masthead-query").focus();
  await page.keyboard.type("子育て");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#results > li");
  const first = { count: await page.locator("#result-count").innerText(), results: await lines(page, "#results > li > a"), field: await page.locator("#query").inputValue() };
  await page.locator("#query").fill("むむむ");
  await page.keyboard.press("Enter");
  return { ...first, none: await page.locator("#result-count").innerText() };
}

async function narrows(page, address) {
  await page.setViewportSize({ width: 320, height: HEIGHT });
  await page.goto(address("indicators.html"));
  await page.locator("#words").focus();
  await page.keyboard.type("待機児童");
  const narrowed = { count: await page.locator("#count").innerText(), names: await lines(page, "#all-indicators tbody tr:visible .row-name") };
  await page.locator("#words").fill("");
  await page.locator("#order").selectOption({ index: 2 });
  const keys = await page.evaluate(() => [...document.querySelectorAll("#all-indicators tbody tr")].map((row) => row.querySelector("td").dataset.key));
  return { ...narrowed, keys };
}

async function stories(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: HEIGHT } });
  const told = {};
  for (const story of [skipsToText, opensTerm, searches, narrows, opensMenu]) told[story.name] = await story(page, address);
  await page.close();
  return told;
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
function served(folder) {
  const server = http.createServer((request, response) => {
    const file = path.join(folder, decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
    response.setHeader("Content-Type", TYPES[path.extname(file)] ?? "application/octet-stream");
    fs.createReadStream(file).on("error", () => { response.statusCode = 404; response.end(); }).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function main() {
  const given = JSON.parse(fs.readFileSync(0, "utf8"));
  const pages = given.pages.map((name) => {
    const [site, ...address] = name.split("/");
    return { name, file: path.join(given.sites[site], ...address) };
  });
  const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox", "--disable-gpu"] });
  const found = await allPages(browser, pages);
  const folder = given.sites[given.told];
  const server = await served(folder);
  const told = {
    file: await stories(browser, (name) => pathToFileURL(path.join(folder, name)).href),
    http: await stories(browser, (name) => `http://127.0.0.1:${server.address().port}/${name}`),
  };
  server.close();
  await browser.close();
  process.stdout.write(JSON.stringify({ pages: found, stories: told }));
}

main().catch((error) => { console.error(error); process.exit(1); });
