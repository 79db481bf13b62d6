// Takes docs/screenshots/*.png from a running server with the realm and the demo overlay.
//
//   npm install --no-save playwright-core
//   CHROMIUM=<path of a Chromium> node take.mjs <base URL of the server> <folder for the pictures> [part of a name]
//
// With ADMIN=<user>:<password> of the realm master also the consent page, of a client that is made for it and deleted again.
// With FINDINGS=<file> also the findings report, as an integration test leaves it in
// integration-tests/target/findings.html.
//
// Every page is taken in English and German, at desktop and phone width; the pages of signing in in dark mode too.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [server, folder, only = ""] = process.argv.slice(2);
if (!server || !folder || !process.env.CHROMIUM) {
  console.error("usage: CHROMIUM=<path> node take.mjs <base URL> <folder> [part of a name]");
  process.exit(2);
}

const authorization = (parameters) =>
  `${server}/realms/healthcare/protocol/openid-connect/auth?${new URLSearchParams({
    client_id: "demo-spa",
    response_type: "code",
    scope: "openid",
    redirect_uri: "http://127.0.0.1:3001/callback",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...parameters,
  })}`;

const pages = {
  "sign-in": async (page) => {
    await page.goto(authorization({}));
  },
  "sign-in-failed": async (page) => {
    await page.goto(authorization({}));
    await page.fill("#username", "nobody@example.com");
    await page.fill("#password", "not the password");
    await page.click("#kc-login");
    await page.waitForSelector("#input-error-username");
  },
  "refused-redirect-uri": async (page) => {
    await page.goto(authorization({ redirect_uri: "https://evil.example/callback" }));
  },
  "refused-post-logout": async (page) => {
    const parameters = new URLSearchParams({
      client_id: "demo-spa",
      post_logout_redirect_uri: "https://evil.example/signed-out",
    });
    await page.goto(`${server}/realms/healthcare/protocol/openid-connect/logout?${parameters}`);
  },
};
/** What an application that nobody has vouched for asks of a therapist who signs in to it. */
const asking = {
  clientId: "consent-picture",
  name: "Practice portal",
  publicClient: true,
  consentRequired: true,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  fullScopeAllowed: false,
  redirectUris: ["http://127.0.0.1:3001/callback"],
  attributes: { "pkce.code.challenge.method": "S256" },
};

const admin = async (method, path, body) => {
  const [username, password] = process.env.ADMIN.split(":");
  const signIn = await fetch(`${server}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "password", client_id: "admin-cli", username, password }),
  });
  const { access_token: token } = await signIn.json();
  const answer = await fetch(path.startsWith("http") ? path : `${server}/admin/realms/healthcare${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
};

if (process.env.ADMIN) {
  pages.consent = async (page) => {
    const made = await admin("POST", "/clients", asking);
    try {
      await page.goto(authorization({ client_id: asking.clientId, scope: "openid health-api" }));
      await page.fill("#username", "therapist");
      await page.fill("#password", "demo-therapist-password");
      await page.click("#kc-login");
      await page.waitForSelector("#kc-oauth");
    } finally {
      await admin("DELETE", made.headers.get("location"));
    }
  };
}
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  for (const [name, open] of Object.entries(pages)) {
    for (const locale of ["en", "de"]) {
      for (const [size, viewport] of Object.entries(sizes)) {
        for (const colorScheme of ["sign-in", "consent"].includes(name) ? ["light", "dark"] : ["light"]) {
          const file = [name, locale, size, ...(colorScheme === "dark" ? ["dark"] : [])].join("-") + ".png";
          if (!file.includes(only)) continue;
          const context = await browser.newContext({ locale, viewport, colorScheme });
          const page = await context.newPage();
          await open(page);
          await page.waitForLoadState("networkidle");
          await page.screenshot({ path: join(folder, file) });
          await context.close();
          console.log(file);
        }
      }
    }
  }
  const tall = { ...sizes, desktop: { width: 1280, height: 1660 } };
  for (const [size, viewport] of Object.entries(process.env.FINDINGS ? tall : {})) {
    for (const colorScheme of size === "desktop" ? ["light", "dark"] : ["light"]) {
      const file = ["findings", size, ...(colorScheme === "dark" ? ["dark"] : [])].join("-") + ".png";
      if (!file.includes(only)) continue;
      const context = await browser.newContext({ viewport, colorScheme });
      const page = await context.newPage();
      await page.goto(pathToFileURL(process.env.FINDINGS).href);
      await page.screenshot({ path: join(folder, file) });
      await context.close();
      console.log(file);
    }
  }
} finally {
  await browser.close();
}
