// As much of a browser as signing in at Keycloak takes: cookies, redirects within the server, one form.
export class Browser {
  #cookies = new Map();

  /** Opens an address and follows redirects as long as they stay at the server; answers where it has come to. */
  async open(url, form) {
    const server = new URL(url).origin;
    let target = new URL(url);
    let init = form ? { method: "POST", body: new URLSearchParams(form) } : {};
    for (let hops = 0; hops < 20; hops++) {
      const response = await fetch(target, {
        ...init,
        redirect: "manual",
        headers: { Accept: "text/html", Cookie: [...this.#cookies.values()].join("; ") },
      });
      this.#keep(response.headers.getSetCookie());
      const location = response.headers.get("location");
      if (!location) {
        return { url: target, status: response.status, body: await response.text() };
      }
      await response.arrayBuffer();
      target = new URL(location, target);
      if (target.origin !== server) {
        return { url: target, status: response.status, body: "" };
      }
      init = {};
    }
    throw new Error(`Too many redirects from ${url}`);
  }

  /** Signs in where the server asks for it; answers the address at the client that the server sends the browser to. */
  async signIn(url, username, password) {
    let page = await this.open(url);
    if (page.body.includes('name="password"')) {
      const action = /<form[^>]*action="([^"]*)"/.exec(page.body)[1].replaceAll("&amp;", "&");
      page = await this.open(action, { username, password });
    }
    if (page.url.origin === new URL(url).origin) {
      throw new Error(`Stayed at ${page.url} with ${page.status}: ${page.body.replace(/<[^>]*>|\s+/g, " ").slice(0, 800)}`);
    }
    return page.url;
  }

  #keep(cookies) {
    for (const cookie of cookies) {
      const pair = cookie.split(";", 1)[0];
      const name = pair.split("=", 1)[0];
      if (/;\s*Max-Age=0\b/i.test(cookie)) {
        this.#cookies.delete(name);
      } else {
        this.#cookies.set(name, pair);
      }
    }
  }
}
