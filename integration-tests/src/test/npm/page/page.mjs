// A single-page application with either library. What it shall do is kept for the tab, since signing in leaves the page.
// What has come of it is shown as JSON.
import Keycloak from "keycloak-js";
import { UserManager } from "oidc-client-ts";

const outcome = document.getElementById("outcome");
const told = (error) => ({
  thrown: {
    type: error instanceof Error ? error.constructor.name : "object",
    name: error.name,
    error: error.error,
    description: error.error_description,
    message: error.message,
    status: error.response?.status,
  },
});
const claims = ({ sub, aud, scope, preferred_username }) => ({ sub, aud, scope, preferred_username });

/** Does something and shows what has come of it. */
async function show(action) {
  outcome.textContent = "";
  let result;
  try {
    result = { value: (await action()) ?? null };
  } catch (error) {
    result = told(error);
  }
  outcome.textContent = JSON.stringify(result);
}

/** Every library by the same few verbs. */
const libraries = {
  "keycloak-js": ({ issuer, init }) => {
    const [, url, realm] = /^(.*)\/realms\/([^/]+)$/.exec(issuer);
    const keycloak = new Keycloak({ url, realm, clientId: "page" });
    return {
      begin: async () => {
        const authenticated = await keycloak.init({ silentCheckSsoRedirectUri: `${location.origin}/silent.html`, ...init });
        return authenticated ? claims(keycloak.tokenParsed) : "signed out";
      },
      signIn: (options) => keycloak.login(options),
      renew: async () => {
        const before = keycloak.token;
        await keycloak.updateToken(-1);
        return { ...claims(keycloak.tokenParsed), renewed: keycloak.token !== before };
      },
      renewWithUsed: async () => {
        const used = keycloak.refreshToken;
        await keycloak.updateToken(-1);
        keycloak.refreshToken = used;
        await keycloak.updateToken(-1);
      },
      profile: async () => (await keycloak.loadUserInfo()).preferred_username,
      signOut: () => keycloak.logout({ redirectUri: `${location.origin}/` }),
    };
  },
  "oidc-client-ts": ({ issuer, settings }) => {
    const manager = new UserManager({
      authority: issuer,
      client_id: "page",
      redirect_uri: `${location.origin}/`,
      post_logout_redirect_uri: `${location.origin}/`,
      automaticSilentRenew: false,
      ...settings,
    });
    const shown = (user) => ({ scope: user.scope, sub: user.profile.sub, preferred_username: user.profile.preferred_username });
    return {
      begin: async () => {
        if (/[?&#](code|error)=/.test(location.href)) {
          const back = location.href;
          history.replaceState(null, "", "/");
          return shown(await manager.signinRedirectCallback(back));
        }
        return "signed out";
      },
      signIn: (options) => manager.signinRedirect(options),
      renew: async () => {
        const before = (await manager.getUser()).access_token;
        const user = await manager.signinSilent();
        return { ...shown(user), renewed: user.access_token !== before };
      },
      renewWithUsed: async () => {
        const used = await manager.getUser();
        await manager.signinSilent();
        await manager.storeUser(used);
        await manager.signinSilent();
      },
      profile: async () => (await manager.getUser()).profile.preferred_username,
      password: (options) => manager.signinResourceOwnerCredentials(options),
      revoke: () => manager.revokeTokens(["refresh_token"]),
      signOut: () => manager.signoutRedirect(),
    };
  },
};

let application;

/** Begins anew with a library and its settings. */
window.start = (library, settings) => {
  sessionStorage.setItem("start", JSON.stringify({ library, settings }));
  application = libraries[library](settings);
  return show(application.begin);
};

/** One of the verbs. */
window.act = (verb, options) => show(() => application[verb](options));

const started = sessionStorage.getItem("start");
if (started) {
  const { library, settings } = JSON.parse(started);
  window.start(library, settings);
}
window.ready = true;
