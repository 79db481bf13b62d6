package io.caregate.server;

import java.io.PrintStream;
import java.net.URI;

/**
 * What the run command prints when it serves: addresses, users, and commands to try. The curl commands work when
 * pasted.
 */
final class Banner {
    private final URI url;
    private final URI managementUrl;
    private final URI apiUrl;
    private final BootstrapAdmin admin;
    private final Demo demo;

    Banner(KeycloakServer server, SampleApi api, Demo demo) {
        this(server.url(), server.managementUrl(), api.url(), server.admin(), demo);
    }

    Banner(URI url, URI managementUrl, URI apiUrl, BootstrapAdmin admin, Demo demo) {
        this.url = url;
        this.managementUrl = managementUrl;
        this.apiUrl = apiUrl;
        this.admin = admin;
        this.demo = demo;
    }

    void print(PrintStream out) {
        out.println();
        out.println("Keycloak serves, with the pack.");
        out.println();
        out.printf("  %-16s %s/realms/%s/caregate/portal/%n", "Portal", url, Demo.REALM);
        out.printf("  %-16s %s/admin/   (%s / %s)%n", "Admin Console", url, admin.user(), admin.password());
        out.printf("  %-16s %s/realms/%s/account/%n", "Account Console", url, Demo.REALM);
        out.printf("  %-16s %s/health/ready%n", "Health", managementUrl);
        out.printf(
                "  %-16s %s/fhir/Patient (a FHIR API with invented patients, which takes the realm's tokens)%n",
                "Sample API", apiUrl);
        out.println();
        out.println("Demo users of the realm " + Demo.REALM + ":");
        demo.users().forEach(user -> out.printf("  %-16s %s%n", user.name(), user.password()));
        out.println();
        out.println("Try:");
        out.println("# 1. The password grant is refused, with the right password too.");
        out.println(token() + " -d grant_type=password " + credentials("demo-web-app") + userCredentials());
        out.println("# 2. A client with a wildcard is refused, and told what to write instead.");
        out.println("TOKEN=$(" + adminToken() + " | " + accessToken() + ")");
        out.println("curl -s " + url + "/admin/realms/" + Demo.REALM
                + "/clients -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
                + " -d '{\"clientId\":\"my-app\",\"redirectUris\":[\"https://my-app.example.com/*\"]}'; echo");
        out.println("# 3. A therapist is served for the health API, a patient is denied.");
        out.println(clientToken("demo-therapist-service") + " -d scope=health-api; echo");
        out.println(clientToken("demo-patient-service") + " -d scope=health-api; echo");
        out.println("# 4. The API serves requests with such a token, and tells all others what is missing.");
        out.println(
                "TOKEN=$(" + clientToken("demo-therapist-service") + " -d scope=health-api | " + accessToken() + ")");
        out.println("curl -s '" + apiUrl + "/fhir/Patient?_count=1' -H \"Authorization: Bearer $TOKEN\"; echo");
        out.println("curl -si -u admin:admin " + apiUrl + "/fhir/Patient; echo");
        out.println("# 5. An auditor reads what has failed.");
        out.println("TOKEN=$(" + clientToken("demo-auditor-service") + " | " + accessToken() + ")");
        out.println("curl -s " + url + "/realms/" + Demo.REALM
                + "/caregate/audit/events -H \"Authorization: Bearer $TOKEN\"; echo");
        out.println();
        out.println("Ctrl-C ends it. From here on, Keycloak's log:");
    }

    private String userCredentials() {
        var user = demo.users().get(0);
        return " -d username=" + user.name() + " -d password=" + user.password() + "; echo";
    }

    private String clientToken(String clientId) {
        return token() + " -d grant_type=client_credentials " + credentials(clientId);
    }

    private String credentials(String clientId) {
        return "-d client_id=" + clientId + " -d client_secret=" + demo.secret(clientId);
    }

    private String token() {
        return "curl -s " + url + "/realms/" + Demo.REALM + "/protocol/openid-connect/token";
    }

    private String adminToken() {
        return "curl -s " + url + "/realms/master/protocol/openid-connect/token -d grant_type=client_credentials"
                + " -d client_id=" + admin.clientId() + " -d client_secret=" + admin.clientSecret();
    }

    /** Needs no tool that a machine may lack. */
    private static String accessToken() {
        return "sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'";
    }
}
