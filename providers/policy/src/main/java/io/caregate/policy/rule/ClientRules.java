package io.caregate.policy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All rules on a client as it would be stored, with all findings at once. They hold for any protocol and any flows,
 * since an edit of one field can turn on a flow later.
 */
public final class ClientRules {

    /** The client attributes that each contain one absolute URL to which a browser is sent. */
    static final List<String> LOCATION_ATTRIBUTES = List.of(
            "saml_assertion_consumer_url_post",
            "saml_assertion_consumer_url_redirect",
            "saml_artifact_binding_url",
            "saml_single_logout_service_url_post",
            "saml_single_logout_service_url_redirect",
            "saml_single_logout_service_url_artifact");

    /** The client attribute with the post-logout redirect URIs (OpenID Connect RP-Initiated Logout section 3.1). */
    static final String POST_LOGOUT_URIS = "post.logout.redirect.uris";

    /** The client attribute with the request URIs (OpenID Connect Core section 6.2). */
    private static final String REQUEST_URIS = "request.uris";

    /** The client attribute that turns on SAML's enhanced client profile (SAML 2.0 ECP). */
    private static final String ECP = "saml.allow.ecp.flow";

    /** The client attribute that leaves the issuer out of authorization responses (RFC 9207 section 2). */
    private static final String NO_ISSUER = "exclude.issuer.from.auth.response";

    /**
     * The client attribute by which a client says that it receives its answers as a JWT (JARM section 3, client
     * metadata).
     */
    static final String SIGNED_RESPONSE = "authorization.signed.response.alg";

    // Read for every client of a realm: compiled once.
    private static final Pattern SEPARATED = Pattern.compile(RoleRequirement.SEPARATOR, Pattern.LITERAL);

    private final HostList hosts;

    /** The rules on a server whose operator allows these hosts. */
    public ClientRules(HostList hosts) {
        this.hosts = hosts;
    }

    /** Everything that the client breaks, in the order of its fields; empty if it may be stored. */
    public List<Finding> check(ClientFacts facts) {
        Optional<BuiltInClient> builtIn = BuiltInClient.of(facts);
        List<Finding> findings = new ArrayList<>();
        if (facts.flows().implicit()) {
            findings.add(flag(
                    RuleId.NO_IMPLICIT_GRANT,
                    "implicitFlowEnabled",
                    "the implicit grant is not served",
                    "set it to false and use the code flow with PKCE"));
        }
        if (facts.flows().directAccessGrants() && builtIn.isEmpty()) {
            findings.add(flag(
                    RuleId.NO_PASSWORD_GRANT,
                    "directAccessGrantsEnabled",
                    "the password grant is not served",
                    "set it to false and use the code flow, or client credentials for a backend"));
        }
        if ("true".equals(facts.attributes().get(ECP))) {
            findings.add(flag(
                    RuleId.NO_PASSWORD_GRANT,
                    "attributes." + ECP,
                    "the enhanced client profile takes a password without a browser",
                    "set it to false and use the browser profile"));
        }
        if (Boolean.parseBoolean(facts.attributes().get(NO_ISSUER)) && !isAnsweredByJwt(facts)) {
            findings.add(flag(
                    RuleId.ISSUER_IN_RESPONSE,
                    "attributes." + NO_ISSUER,
                    "a client of several authorization servers could not tell whose answer it got (RFC 9207)",
                    "set it to false, or for a client that is answered by JWT only (JARM) set the attribute "
                            + SIGNED_RESPONSE));
        }
        if (builtIn.isEmpty()) {
            addUriFindings(facts, findings);
        }
        addLocationAttributeFindings(facts, findings);
        addAttributeFindings(facts, findings);
        findings.addAll(SigningKeyRule.check(facts.signingKeys()));
        return List.copyOf(findings);
    }

    // The answer itself is checked when a request comes: one that does not ask for a JWT is refused.
    private static boolean isAnsweredByJwt(ClientFacts facts) {
        return !facts.attributes().getOrDefault(SIGNED_RESPONSE, "").isBlank();
    }

    private void addUriFindings(ClientFacts facts, List<Finding> findings) {
        RedirectUriRule rule = facts.redirectUriRule(hosts);
        for (String uri : facts.redirectUris()) {
            ofOwnClient(facts, uri)
                    .or(() -> rule.check(uri))
                    .or(() -> rule.checkSpelling(uri))
                    .map(violation -> withAbsoluteForm(facts, uri, violation))
                    .ifPresent(violation -> findings.add(violation.at(RuleId.EXACT_REDIRECT_URI, "redirectUris", uri)));
        }
        for (String uri : values(facts.attributes().get(POST_LOGOUT_URIS))) {
            if (!uri.equals("+") && !uri.equals("-")) {
                rule.check(uri)
                        .ifPresent(violation -> findings.add(
                                violation.at(RuleId.EXACT_REDIRECT_URI, "attributes." + POST_LOGOUT_URIS, uri)));
            }
        }
        addLocationFinding(facts, "rootUrl", facts.urls().root(), findings);
        addLocationFinding(facts, "baseUrl", facts.urls().base(), findings);
        addLocationFinding(facts, "adminUrl", facts.urls().admin(), findings);
        for (String origin : facts.webOrigins()) {
            if (isOfRefusedSpelling(facts, origin)) {
                continue;
            }
            new WebOriginRule(rule)
                    .check(origin)
                    .ifPresent(violation -> findings.add(violation.at(RuleId.EXACT_WEB_ORIGIN, "webOrigins", origin)));
        }
    }

    // An export of an old Keycloak, or of a realm that had another name. No path is ever accepted as a redirect URI.
    private static Optional<Violation> ofOwnClient(ClientFacts facts, String uri) {
        Optional<BuiltInClient> own = BuiltInClient.named(facts.clientId());
        return own.flatMap(client -> client.realmOf(uri)).flatMap(realm -> {
            String advice = "leave the client out of the file, so that Keycloak creates it, or write "
                    + own.get().shape(facts.realmPath());
            if (!realm.equals(facts.realmPath())) {
                return Optional.of(new Violation("other-realm", "it is an address of the realm " + realm, advice));
            }
            return own.get().isOfKeycloak()
                    ? Optional.of(
                            new Violation("older-shape", "this is Keycloak's own client in an older shape", advice))
                    : Optional.empty();
        });
    }

    // Keycloak reads a path as one below the root URL, so that is the writer's intention.
    private Violation withAbsoluteForm(ClientFacts facts, String uri, Violation violation) {
        String root = facts.urls().root();
        if (root == null || !uri.startsWith("/") || uri.startsWith("//")) {
            return violation;
        }
        String absolute = (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + uri;
        return facts.redirectUriRule(hosts).accepts(absolute)
                ? new Violation(violation.code(), violation.problem(), "write " + absolute)
                : violation;
    }

    // Keycloak makes an origin of each redirect URI if the writer sends none; the finding on the URI is enough.
    private boolean isOfRefusedSpelling(ClientFacts facts, String origin) {
        RedirectUriRule rule = facts.redirectUriRule(hosts);
        return facts.redirectUris().stream()
                .anyMatch(uri -> uri.startsWith(origin)
                        && rule.checkAddress(uri).isEmpty()
                        && rule.checkSpelling(uri).isPresent());
    }

    // No client of Keycloak's own has any of these, so they are checked whatever the rest of its shape is.
    private void addLocationAttributeFindings(ClientFacts facts, List<Finding> findings) {
        RedirectUriRule rule = facts.redirectUriRule(hosts);
        for (String uri : values(facts.attributes().get(REQUEST_URIS))) {
            rule.checkLocation(uri)
                    .ifPresent(violation ->
                            findings.add(violation.at(RuleId.EXACT_REDIRECT_URI, "attributes." + REQUEST_URIS, uri)));
        }
        for (String attribute : LOCATION_ATTRIBUTES) {
            String uri = facts.attributes().get(attribute);
            if (uri != null && !uri.isEmpty()) {
                rule.check(uri)
                        .ifPresent(violation ->
                                findings.add(violation.at(RuleId.EXACT_REDIRECT_URI, "attributes." + attribute, uri)));
            }
        }
    }

    private void addLocationFinding(
            ClientFacts facts, String field, @Nullable String location, List<Finding> findings) {
        if (location == null || location.isEmpty()) {
            return;
        }
        boolean ownAddress = field.equals("rootUrl")
                && (location.equals(BuiltInClient.FRONTEND) || location.equals(BuiltInClient.ADMIN));
        if (!ownAddress) {
            facts.redirectUriRule(hosts)
                    .checkLocation(location)
                    .ifPresent(violation -> findings.add(violation.at(RuleId.EXACT_REDIRECT_URI, field, location)));
        }
    }

    private static void addAttributeFindings(ClientFacts facts, List<Finding> findings) {
        String environment = facts.attributes().get(Environment.ATTRIBUTE);
        if (environment != null && Environment.parse(environment).isEmpty()) {
            findings.add(attribute(
                    RuleId.EXACT_REDIRECT_URI,
                    Environment.ATTRIBUTE,
                    environment,
                    "it is no environment",
                    "write production or acceptance"));
        }
        String roles = facts.attributes().get(RoleRequirement.ATTRIBUTE);
        if (roles != null && !roles.isEmpty() && RoleRequirement.find(roles).isEmpty()) {
            findings.add(attribute(
                    RuleId.REQUIRED_ROLE,
                    RoleRequirement.ATTRIBUTE,
                    roles,
                    "one of its roles has no name",
                    "separate realm roles (name) and client roles (client:name) by " + RoleRequirement.SEPARATOR));
        }
        String lifespan = facts.attributes().get(TokenLifespan.ATTRIBUTE);
        if (lifespan != null && TokenLifespan.parse(lifespan).isEmpty()) {
            findings.add(attribute(
                    RuleId.REQUIRED_ROLE,
                    TokenLifespan.ATTRIBUTE,
                    lifespan,
                    "it is no number of seconds from 1 to " + TokenLifespan.MOST.toSeconds(),
                    "write the seconds as digits, such as 300"));
        }
    }

    private static List<String> values(@Nullable String attribute) {
        return attribute == null || attribute.isEmpty() ? List.of() : List.of(SEPARATED.split(attribute, -1));
    }

    private static Finding flag(RuleId rule, String field, String problem, String advice) {
        return new Finding(rule, field, "true", problem, advice);
    }

    private static Finding attribute(RuleId rule, String name, String value, String problem, String advice) {
        return new Finding(rule, "attributes." + name, value, problem, advice);
    }
}
