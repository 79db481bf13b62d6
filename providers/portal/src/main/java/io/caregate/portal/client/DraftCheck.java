package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.key.KeySource;
import io.caregate.portal.problem.FieldFlaw;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Draft} of what a body says. Only sizes, and what a kind of client has at all, are looked at here;
 * every flaw is noted, not only the first. What may stand in an address is the business of the rules.
 */
public final class DraftCheck {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_PURPOSE = 1000;
    private static final int LONGEST = 255;
    private static final int MOST_ADDRESSES = 20;
    private static final int MOST_SCOPES = 30;

    private final List<FieldFlaw> flaws = new ArrayList<>();
    private final Set<String> allowedScopes;

    /** A check for a realm with these scopes to choose from. */
    public DraftCheck(Set<String> allowedScopes) {
        this.allowedScopes = Set.copyOf(allowedScopes);
    }

    /** Everything that was found, in the order of the fields. */
    public List<FieldFlaw> flaws() {
        return List.copyOf(flaws);
    }

    /** The draft of a new client. Where there are flaws, what they are about is left out of it. */
    public Draft create(ClientSpec spec) {
        Kind kind = spec.kind();
        if (kind == null) {
            flaw("kind", "required");
            kind = Kind.WEB;
        }
        Draft draft = draft(kind, spec, Authentication.NONE, null);
        Authentication authentication = authentication(kind, spec.authentication());
        ClientKeys keys = keys(authentication, spec.keys()).orElse(null);
        return new Draft(
                kind,
                draft.name(),
                draft.description(),
                draft.environment(),
                draft.redirectUris(),
                draft.webOrigins(),
                draft.scopes(),
                authentication,
                keys);
    }

    /** The draft of a changed client. */
    public Draft change(ClientChange change, Draft current) {
        if (change.environment() == null) {
            flaw("environment", "required");
        }
        return draft(current.kind(), change.of(current), current.authentication(), current.keys());
    }

    /** The purpose; needed where somebody decides by it. */
    public String purpose(@Nullable String given, boolean needed) {
        if (needed && (given == null || given.isBlank())) {
            flaw("purpose", "purpose-required");
        }
        return text("purpose", given, LONGEST_PURPOSE);
    }

    /** Why a request is declined. */
    public String reason(@Nullable String given) {
        if (given == null || given.isBlank()) {
            flaw("reason", "required");
        }
        return text("reason", given, LONGEST_PURPOSE);
    }

    private Draft draft(Kind kind, ClientSpec spec, Authentication authentication, @Nullable ClientKeys keys) {
        if (spec.name() == null || spec.name().isBlank()) {
            flaw("name", "required");
        }
        return new Draft(
                kind,
                text("name", spec.name(), LONGEST_NAME),
                text("description", spec.description(), LONGEST),
                spec.environment() == null ? Environment.PRODUCTION : spec.environment(),
                redirectUris(kind, spec.redirectUris()),
                entries("webOrigins", spec.webOrigins(), MOST_ADDRESSES, kind.hasOrigins()),
                scopes(spec.scopes()),
                authentication,
                keys);
    }

    private List<String> redirectUris(Kind kind, @Nullable List<@Nullable String> given) {
        if (kind.signsIn() && (given == null || given.isEmpty())) {
            flaw("redirectUris", "required");
        }
        return entries("redirectUris", given, MOST_ADDRESSES, kind.signsIn());
    }

    private List<String> scopes(@Nullable List<@Nullable String> given) {
        List<String> scopes = entries("scopes", given, MOST_SCOPES, true);
        for (int i = 0; i < scopes.size(); i++) {
            if (!allowedScopes.contains(scopes.get(i))) {
                flaw("scopes/" + i, "unknown-scope");
            }
        }
        return scopes.stream().filter(allowedScopes::contains).toList();
    }

    private Authentication authentication(Kind kind, @Nullable Authentication given) {
        if (kind.isPublic()) {
            if (given != null && given != Authentication.NONE) {
                flaw("authentication", "not-for-kind");
            }
            return Authentication.NONE;
        }
        if (given == Authentication.NONE) {
            flaw("authentication", "not-for-kind");
        }
        return given == Authentication.KEYS ? Authentication.KEYS : Authentication.SECRET;
    }

    private Optional<ClientKeys> keys(Authentication authentication, @Nullable KeySource given) {
        if (authentication != Authentication.KEYS) {
            if (given != null) {
                flaw("keys", "not-for-kind");
            }
            return Optional.empty();
        }
        if (given == null) {
            flaw("keys", "required");
            return Optional.empty();
        }
        return ClientKeys.read(given, "keys/", flaws);
    }

    private List<String> entries(String field, @Nullable List<@Nullable String> given, int most, boolean allowed) {
        if (given == null || given.isEmpty()) {
            return List.of();
        }
        if (!allowed) {
            flaw(field, "not-for-kind");
            return List.of();
        }
        if (given.size() > most) {
            flaw(field, "too-many");
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String entry = given.get(i);
            if (entry == null || entry.isBlank()) {
                flaw(field + "/" + i, "empty");
            } else if (!seen.add(entry)) {
                flaw(field + "/" + i, "duplicate");
            }
            // Each keeps its place, so that whatever is found later is shown at it.
            entries.add(text(field + "/" + i, entry, LONGEST));
        }
        return entries;
    }

    private String text(String field, @Nullable String given, int longest) {
        if (given == null) {
            return "";
        }
        if (given.length() > longest) {
            flaw(field, "too-long");
            return "";
        }
        if (given.codePoints().anyMatch(DraftCheck::isUnprintable)) {
            flaw(field, "control-character");
            return "";
        }
        return given.strip();
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private void flaw(String field, String code) {
        flaws.add(FieldFlaw.of(field, code));
    }
}
