package io.caregate.policy.refusal;

import io.caregate.policy.rule.RuleId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** The page of this server that explains the rules, for people who read a refusal. */
public final class RulePage {

    /** The page below the address of a realm. */
    private static final String PATH = "/caregate/rules";

    private RulePage() {}

    /** Its address for users of this server; only during a request. */
    public static String address(KeycloakSession session, RealmModel realm) {
        return Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName()) + PATH;
    }

    /** The same for a rule on it. */
    public static String address(KeycloakSession session, RealmModel realm, RuleId rule) {
        return address(session, realm) + "#" + rule.id();
    }

    /** The end of a text for people: the place where these rules are explained. */
    public static String see(KeycloakSession session, RealmModel realm, Collection<RuleId> rules) {
        List<RuleId> sorted = rules.stream().sorted().distinct().toList();
        return " See "
                + sorted.stream().map(rule -> address(session, realm, rule)).collect(Collectors.joining(" and ")) + ".";
    }
}
