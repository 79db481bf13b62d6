import { appUriOf, isLocal, openidScopeOf, text, type SampleOf } from "./sample-of";

/* Public clients: a single-page app, and apps on a phone. The libraries make PKCE and state, and check the state. */

export function oidcClientTs(of: SampleOf): string {
  return `import { UserManager } from "oidc-client-ts"; // npm install oidc-client-ts

const users = new UserManager({
  authority: ${text(of.issuer)},
  client_id: ${text(of.clientId)},
  redirect_uri: ${text(of.redirectUris[0] ?? "")},
  scope: ${text(openidScopeOf(of))},
});
const answer = new URLSearchParams(location.search);
let user = await users.getUser();
if (answer.has("state") && (answer.has("code") || answer.has("error"))) {
  user = await users.signinCallback(); // refuses an answer with another state
  history.replaceState(null, "", location.pathname);
}
if (!user || user.expired) {
  await users.signinRedirect();
} else {
  // Send "Authorization: Bearer " + user.access_token to the API.
  document.body.textContent = "Signed in, with the scopes " + user.scope;
}`;
}

export function keycloakJs(of: SampleOf): string {
  const [server, realm] = of.issuer.split("/realms/");
  return `import Keycloak from "keycloak-js"; // npm install keycloak-js

const keycloak = new Keycloak({
  url: ${text(server ?? "")},
  realm: ${text(decodeURIComponent(realm ?? ""))},
  clientId: ${text(of.clientId)},
});
await keycloak.init({
  onLoad: "login-required",
  redirectUri: ${text(of.redirectUris[0] ?? "")},
  scope: ${text(openidScopeOf(of))},
  pkceMethod: "S256",
  checkLoginIframe: false,
}); // refuses an answer with another state
// Send "Authorization: Bearer " + keycloak.token to the API; before that: await keycloak.updateToken(30)
document.body.textContent = "Signed in, with the scopes " + keycloak.tokenParsed.scope;`;
}

export function appAuthAndroid(of: SampleOf): string {
  const uri = appUriOf(of) ?? "";
  const local = isLocal(of.issuer);
  return `// build.gradle: implementation "net.openid:appauth:0.11.1"
//               manifestPlaceholders = [appAuthRedirectScheme: ${text(uri.split(":")[0] ?? "")}]
import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.util.Log;
${local ? "import java.net.HttpURLConnection;\nimport java.net.URL;\n" : ""}import net.openid.appauth.*;
${local ? "import net.openid.appauth.connectivity.ConnectionBuilder;\n" : ""}
public class SignInActivity extends Activity {
    private static final int SIGN_IN = 1;
${
  local
    ? `    // http, because the server is on this computer. Leave it out for every other server.
    private static final ConnectionBuilder HTTP =
            uri -> (HttpURLConnection) new URL(uri.toString()).openConnection();

`
    : ""
}    private AuthorizationService service;

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        service = new AuthorizationService(this${
          local
            ? `,
                new AppAuthConfiguration.Builder().setConnectionBuilder(HTTP).setSkipIssuerHttpsCheck(true).build()`
            : ""
        });
        AuthorizationServiceConfiguration.fetchFromIssuer(Uri.parse(${text(of.issuer)}), (server, problem) -> {
            if (server == null) {
                Log.e("SignIn", "no discovery document", problem);
                return;
            }
            AuthorizationRequest request = new AuthorizationRequest.Builder(
                            server, ${text(of.clientId)}, ResponseTypeValues.CODE, Uri.parse(${text(uri)}))
                    .setScope(${text(openidScopeOf(of))})
                    .build();
            startActivityForResult(service.getAuthorizationRequestIntent(request), SIGN_IN);
        }${local ? ", HTTP" : ""});
    }

    @Override
    protected void onActivityResult(int code, int result, Intent answer) {
        AuthorizationResponse response = AuthorizationResponse.fromIntent(answer);
        if (response == null) { // refused, or with another state
            Log.e("SignIn", "not signed in", AuthorizationException.fromIntent(answer));
            return;
        }
        service.performTokenRequest(response.createTokenExchangeRequest(), (tokens, problem) -> {
            if (tokens == null) {
                Log.e("SignIn", "no token", problem);
                return;
            }
            // Send "Authorization: Bearer " + tokens.accessToken to the API.
            Log.i("SignIn", "signed in, with the scopes " + tokens.scope);
        });
    }

    @Override
    protected void onDestroy() {
        service.dispose();
        super.onDestroy();
    }
}`;
}

export function appAuthIos(of: SampleOf): string {
  const uri = appUriOf(of) ?? "";
  return `// Swift package: https://github.com/openid/AppAuth-iOS
// Info.plist: CFBundleURLSchemes has ${text(uri.split(":")[0] ?? "")}${
    isLocal(of.issuer) ? ", and NSAllowsLocalNetworking is on" : ""
  }
import AppAuth
import UIKit

final class SignInController: UIViewController {
    private var flow: OIDExternalUserAgentSession?

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        let issuer = URL(string: ${text(of.issuer)})!
        OIDAuthorizationService.discoverConfiguration(forIssuer: issuer) { server, problem in
            guard let server else {
                print("no discovery document", problem ?? "")
                return
            }
            let request = OIDAuthorizationRequest(
                configuration: server,
                clientId: ${text(of.clientId)},
                scopes: [${["openid", ...of.scopes].map(text).join(", ")}],
                redirectURL: URL(string: ${text(uri)})!,
                responseType: OIDResponseTypeCode,
                additionalParameters: nil
            )
            // AppAuth refuses an answer with another state.
            self.flow = OIDAuthState.authState(byPresenting: request, presenting: self) { state, problem in
                guard let tokens = state?.lastTokenResponse else {
                    print("not signed in", problem ?? "")
                    return
                }
                // Send "Authorization: Bearer \\(tokens.accessToken!)" to the API.
                print("signed in, with the scopes", tokens.scope ?? "")
            }
        }
    }
}`;
}
