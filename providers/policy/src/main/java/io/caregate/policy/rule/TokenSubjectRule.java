package io.caregate.policy.rule;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a claim of a token names a user other than the token's own. Keycloak finds the user of a token without
 * session by {@code sub} (an id) and {@code preferred_username} (a user name); an API may find its user by any name. A
 * value that names no user is accepted: pairwise subjects (OpenID Connect Core section 8.1), employee numbers.
 */
public final class TokenSubjectRule {

    /**
     * The claims that are checked. {@code username} is the name in introspection (RFC 7662 section 2.2); {@code upn} is
     * the user for APIs that follow MicroProfile JWT.
     */
    public static final List<String> CLAIMS = List.of("sub", "preferred_username", "username", "upn");

    private static final String SUBJECT = "sub";

    private static final Pattern UUID_DIGITS = Pattern.compile("[0-9a-f]{32}");

    /** The prefix that Keycloak gives the ids of users in another storage, whether they have been seen yet or not. */
    private static final String FOREIGN_ID = "f:";

    private TokenSubjectRule() {}

    /**
     * The user of a token.
     *
     * @param id Keycloak's id
     * @param username the user name; null if there is none
     * @param email the e-mail address; null if there is none
     */
    public record Owner(
            String id, @Nullable String username, @Nullable String email) {}

    /** Finds users; each method returns an id, or null if there is no such user. */
    public interface Directory {
        /** The user with this id. */
        @Nullable
        String byId(String id);

        /** The user with this name. */
        @Nullable
        String byName(String name);

        /** The user with this e-mail address. */
        @Nullable
        String byEmail(String email);

        /** The service account of the client with this client id. */
        @Nullable
        String byClient(String clientId);
    }

    /**
     * Whether a claim is exactly what Keycloak itself writes there. This is nearly always the case, and needs no
     * look-up.
     *
     * @param claim one of {@link #CLAIMS}
     * @param value its value in the token
     */
    public static boolean isOwn(String claim, @Nullable Object value, Owner owner) {
        return value == null || value.equals(claim.equals(SUBJECT) ? owner.id() : owner.username());
    }

    /** The text in a claim that names another user; empty if there is none. Lists and objects are searched. */
    public static Optional<String> foreignName(String claim, @Nullable Object value, Owner owner, Directory directory) {
        return texts(value).stream()
                .filter(text -> namesAnother(claim, text, owner, directory))
                .findFirst();
    }

    private static boolean namesAnother(String claim, String text, Owner owner, Directory directory) {
        Look exact = inspect(claim, text, owner, directory);
        if (exact != Look.NOBODY) {
            return exact == Look.ANOTHER;
        }
        String folded = folded(text);
        return (!folded.isEmpty() && !folded.equals(text) && inspect(claim, folded, owner, directory) == Look.ANOTHER)
                || uuid(folded)
                        .filter(id -> inspect(Kind.ID, id, owner, directory) == Look.ANOTHER)
                        .isPresent();
    }

    // Libraries also read an id with braces, as a URN (RFC 9562 section 4), or without dashes.
    private static Optional<String> uuid(String folded) {
        String digits = folded.replace("urn:", "").replace("uuid:", "").replaceAll("[{}-]", "");
        return UUID_DIGITS.matcher(digits).matches()
                ? Optional.of(String.join(
                        "-",
                        digits.substring(0, 8),
                        digits.substring(8, 12),
                        digits.substring(12, 16),
                        digits.substring(16, 20),
                        digits.substring(20)))
                : Optional.empty();
    }

    private enum Kind {
        ID,
        NAME,
        EMAIL,
        CLIENT;

        private static final List<Kind> ID_FIRST = List.of(ID, NAME, EMAIL, CLIENT);
        private static final List<Kind> NAME_FIRST = List.of(NAME, ID, EMAIL, CLIENT);
    }

    private enum Look {
        OWN,
        ANOTHER,
        NOBODY
    }

    // The kind of name by which Keycloak looks up the claim comes first: the user's own value there ends the search,
    // although another user may have chosen it as a name of another kind, or the user another's.
    private static Look inspect(String claim, String text, Owner owner, Directory directory) {
        for (Kind kind : claim.equals(SUBJECT) ? Kind.ID_FIRST : Kind.NAME_FIRST) {
            Look look = inspect(kind, text, owner, directory);
            if (look != Look.NOBODY) {
                return look;
            }
        }
        return Look.NOBODY;
    }

    private static Look inspect(Kind kind, String text, Owner owner, Directory directory) {
        return switch (kind) {
            case ID ->
                text.equals(owner.id())
                        ? Look.OWN
                        : text.startsWith(FOREIGN_ID) ? Look.ANOTHER : found(directory.byId(text), owner);
            case NAME -> same(text, owner.username()) ? Look.OWN : found(directory.byName(text), owner);
            // An address has this character in every storage.
            case EMAIL ->
                text.indexOf('@') < 0
                        ? Look.NOBODY
                        : same(text, owner.email()) ? Look.OWN : found(directory.byEmail(text), owner);
            case CLIENT -> found(directory.byClient(text), owner);
        };
    }

    private static Look found(@Nullable String id, Owner owner) {
        if (id == null) {
            return Look.NOBODY;
        }
        return id.equals(owner.id()) ? Look.OWN : Look.ANOTHER;
    }

    // As Keycloak compares names.
    private static boolean same(String text, @Nullable String own) {
        return own != null && text.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
    }

    /** As a careless reader would read it: compatibility forms and case folded, without invisible characters. */
    static String folded(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT && !Character.isISOControl(c))
                .forEach(seen::appendCodePoint);
        return seen.toString().strip().toLowerCase(Locale.ROOT);
    }

    /** Every text that a reader could find in a claim. */
    static List<String> texts(@Nullable Object value) {
        List<String> found = new ArrayList<>();
        collect(value, found);
        return found;
    }

    private static void collect(@Nullable Object value, List<String> found) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, part) -> {
                collect(name, found);
                collect(part, found);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(part -> collect(part, found));
        } else if (value instanceof Object[] array) {
            Arrays.asList(array).forEach(part -> collect(part, found));
        } else if (value != null) {
            String text = Objects.toString(value);
            if (!text.isEmpty()) {
                found.add(text);
            }
        }
    }
}
