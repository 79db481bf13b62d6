package io.caregate.policy.rule;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web origins that may be registered, and those that are answered. An origin is {@code +} (the origins of the
 * redirect URIs) or a serialised origin (RFC 6454 section 6.2), exactly as a browser sends it: lower-case scheme and
 * host, no default port, no path, no trailing slash.
 *
 * @param redirectUris the rule for the redirect URIs of the same client
 */
public record WebOriginRule(RedirectUriRule redirectUris) {

    /** Keycloak's symbol for "the origins of the redirect URIs". */
    public static final String OF_REDIRECT_URIS = "+";

    /** The problem with an origin that a client wants to register, or empty if it may be registered. */
    Optional<Violation> check(@Nullable String origin) {
        if (origin == null || origin.isEmpty()) {
            return Optional.of(new Violation(
                    "empty", "it is empty", "remove the entry or write an origin such as https://app.example"));
        }
        if (origin.equals(OF_REDIRECT_URIS)) {
            return Optional.empty();
        }
        if (origin.indexOf('*') >= 0) {
            return Optional.of(new Violation(
                    "wildcard",
                    "it has a wildcard",
                    "register each origin, such as https://app.example, or + for the redirect URIs"));
        }
        Optional<Violation> asUri = redirectUris.checkAddress(origin);
        if (asUri.isPresent()) {
            return asUri;
        }
        UriText uri = UriText.parse(origin);
        if (!uri.isOfTheWeb()) {
            return Optional.of(new Violation(
                    "not-an-origin", "it is not an https origin", "write an origin such as https://app.example"));
        }
        return uri.origin().equals(origin)
                ? Optional.empty()
                : Optional.of(
                        new Violation("origin-form", "browsers never send it like this", "write " + uri.origin()));
    }

    /** Whether an origin, or {@code +}, may be registered. */
    public boolean accepts(@Nullable String origin) {
        return check(origin).isEmpty();
    }

    /**
     * The origin that a browser sends for one that is spelled differently: with upper-case letters, the default port of
     * its scheme, or a slash at its end. It is the same origin (RFC 6454 sections 4 and 5). Empty if the spelling is
     * right, if something else is wrong, or if the other may not be registered either.
     */
    public Optional<String> respelled(String origin) {
        UriText uri = UriText.parse(origin);
        boolean bare = uri.isOfTheWeb() && (uri.path().isEmpty() || uri.path().equals("/")) && uri.query() == null;
        return bare && redirectUris.accepts(origin)
                ? Optional.of(uri.origin()).filter(same -> !same.equals(origin) && accepts(same))
                : Optional.empty();
    }

    /**
     * The origins that are answered for a client: its acceptable registered origins, and for {@code +} the origins of
     * its acceptable redirect URIs. Other registered values add nothing.
     */
    public Set<String> answered(Collection<String> registeredOrigins, Collection<String> registeredRedirectUris) {
        Set<String> answered = new LinkedHashSet<>();
        for (String origin : registeredOrigins) {
            if (origin.equals(OF_REDIRECT_URIS)) {
                registeredRedirectUris.stream()
                        .filter(redirectUris::accepts)
                        .map(UriText::parse)
                        .filter(UriText::isOfTheWeb)
                        .map(UriText::origin)
                        .forEach(answered::add);
            } else if (accepts(origin)) {
                answered.add(origin);
            }
        }
        return answered;
    }
}
