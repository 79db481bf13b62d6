package io.caregate.sampleapi.scope;

import io.caregate.sampleapi.scope.SmartScope.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scopes of one token. The token was issued for this API, so its subject may use it; its scopes say what the client
 * may do in the subject's name:
 * <ul>
 *   <li>if there is a scope about clinical data ({@code patient/…}, {@code user/…}, {@code system/…}), only such scopes
 *       apply: a client that requests less gets less, even if the API's own scope is also present;
 *   <li>otherwise the API's own scope lets the client read everything;
 *   <li>{@code patient/…} reaches the one patient that the token's claim {@code patient} names, and no one without it.
 * </ul>
 *
 * @param scopes all scopes of the token
 * @param patient the launch context, SMART App Launch 2.2 "Scopes for requesting context data"
 */
public record GrantedScopes(Set<String> scopes, Optional<String> patient) {
    /** The API's own scope. */
    public static final String OWN = "health-api";

    /** From the claim {@code scope} (RFC 9068 section 2.2.3), a list with spaces. */
    public static GrantedScopes of(String claim, Optional<String> patient) {
        return new GrantedScopes(
                Arrays.stream(claim.split(" ", -1))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                patient);
    }

    /** The reach that the token gives its holder. */
    public Reach reach(Interaction interaction, String type) {
        if (scopes.stream().noneMatch(SmartScope::isClinical)) {
            return scopes.contains(OWN) ? Reach.ALL : Reach.NONE;
        }
        List<Context> contexts = scopes.stream()
                .flatMap(scope -> SmartScope.of(scope).stream())
                .filter(scope -> scope.covers(interaction, type))
                .map(SmartScope::context)
                .toList();
        if (contexts.contains(Context.USER) || contexts.contains(Context.SYSTEM)) {
            return Reach.ALL;
        }
        return contexts.contains(Context.PATIENT) ? patient.map(Reach::only).orElse(Reach.NONE) : Reach.NONE;
    }

    /** The scope that a client would have to request instead, for the challenge. */
    public static String needed(Interaction interaction, String type) {
        return "user/" + type + "." + interaction.letter();
    }
}
