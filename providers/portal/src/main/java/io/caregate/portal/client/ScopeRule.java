package io.caregate.portal.client;

import io.caregate.portal.problem.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which scopes a client may have: those that its kind can use, and that a realm admin lets developers choose. A scope
 * that the client already has stays, whoever gave it.
 */
public final class ScopeRule {
    private ScopeRule() {}

    /**
     * The problems, each at the scope's position in {@code scopes}.
     *
     * @param toChoose what developers of this realm choose from
     * @param had what the client has now; nothing if it is new
     */
    public static List<FieldError> errors(
            ClientType kind, List<String> scopes, Set<String> toChoose, Collection<String> had) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < scopes.size(); i++) {
            String scope = scopes.get(i);
            if (had.contains(scope)) {
                continue;
            }
            if (!toChoose.contains(scope)) {
                errors.add(FieldError.of("scopes/" + i, "unknown-scope"));
            } else if (!ClientType.using(scope).contains(kind)) {
                errors.add(FieldError.of("scopes/" + i, "scope-not-for-kind"));
            }
        }
        return errors;
    }
}
