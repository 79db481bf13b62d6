package io.caregate.portal.registration;

import io.caregate.portal.client.ClientWriter;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminAuth;

/** Finds out what Keycloak and the rules say about a write. From then on, the request's transaction is rolled back. */
final class DryRun {
    private final KeycloakSession session;
    private final AdminAuth author;

    DryRun(KeycloakSession session, AdminAuth author) {
        this.session = session;
        this.author = author;
    }

    /** The problems with unfinished input: those found so far, and those of the write. It leaves no event. */
    List<FieldError> errors(List<FieldError> found, Consumer<ClientWriter> write) {
        return errors(found, write, true);
    }

    /**
     * Refuses input with all of its problems, and with an event. Where it would take effect at once and no problem was
     * found so far, nothing is tried: the write itself is next.
     */
    void requireValid(RegistrationMode mode, List<FieldError> found, Consumer<ClientWriter> write) {
        if (isNeeded(mode, found)) {
            List<FieldError> all = errors(found, write, false);
            if (!all.isEmpty()) {
                throw ProblemException.of(ProblemType.INVALID_CLIENT, all);
            }
        }
    }

    private List<FieldError> errors(List<FieldError> found, Consumer<ClientWriter> write, boolean quiet) {
        return errors(found, () -> write.accept(ClientWriter.dryRun(session, author, quiet)));
    }

    static boolean isNeeded(RegistrationMode mode, List<FieldError> found) {
        return mode == RegistrationMode.APPROVAL || !found.isEmpty();
    }

    /** The problems found so far, and those with which the write is refused; any other refusal is passed on. */
    static List<FieldError> errors(List<FieldError> found, Runnable write) {
        try {
            write.run();
            return found;
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.INVALID_CLIENT) {
                throw refused;
            }
            // One problem per field is enough, and the known one about its size says more.
            return Stream.concat(found.stream(), refused.errors().stream().filter(error -> found.stream()
                            .noneMatch(known -> known.pointer().equals(error.pointer()))))
                    .toList();
        }
    }
}
