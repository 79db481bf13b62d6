package io.caregate.it;

import io.caregate.server.KeycloakServer;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A running Keycloak as a test sees it. */
public final class Keycloak {
    private final KeycloakServer server;
    private final URI url;
    private final Admin admin;
    private final @Nullable CibaDevice cibaDevice;

    /** Of a server that a test has started itself. */
    public Keycloak(KeycloakServer server) {
        this(server, server.url(), null);
    }

    /** A server, or several, that are reached at an address before them, such as that of a reverse proxy. */
    public Keycloak(KeycloakServer server, URI url) {
        this(server, url, null);
    }

    /** A server that asks this device for approval. */
    public Keycloak(KeycloakServer server, @Nullable CibaDevice cibaDevice) {
        this(server, server.url(), cibaDevice);
    }

    private Keycloak(KeycloakServer server, URI url, @Nullable CibaDevice cibaDevice) {
        this.server = server;
        this.url = url;
        this.cibaDevice = cibaDevice;
        this.admin = new Admin(url, server.admin());
    }

    /** The process behind it: its log, its pid. */
    public KeycloakServer server() {
        return server;
    }

    public URI url() {
        return url;
    }

    /** The Admin REST API, as the bootstrap administrator. */
    public Admin admin() {
        return admin;
    }

    /** A realm to be filled and created for one test. */
    public TestRealm.Builder realm() {
        return new TestRealm.Builder(this);
    }

    /** A realm that is there already, such as one that another server has left in the database. */
    public TestRealm existingRealm(String name) {
        return new TestRealm(this, name);
    }

    /** The OAuth endpoints of a realm. */
    public Oidc oidc(String realm) {
        return new Oidc(URI.create(url() + "/realms/" + realm));
    }

    /** A browser with an empty cookie jar. */
    public Browser browser() {
        return new Browser(url());
    }

    /** Where users of the server approve a CIBA request. */
    public CibaDevice cibaDevice() {
        if (cibaDevice == null) {
            throw new IllegalStateException("This server has no CIBA device");
        }
        return cibaDevice;
    }

    /** A plain request, for whatever the other helpers do not cover. */
    public RequestSpecification given() {
        return RestAssured.given().baseUri(url().toString()).redirects().follow(false);
    }
}
