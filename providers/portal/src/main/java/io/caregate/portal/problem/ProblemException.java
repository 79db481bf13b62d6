package io.caregate.portal.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that is refused. The catcher rolls the transaction back and answers with the problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final int status;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;

    private ProblemException(ProblemType type, int status, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(type.code(), null, false, false);
        this.type = type;
        this.status = status;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ProblemType type) {
        return new ProblemException(type, type.status(), List.of(), null);
    }

    /** A body with invalid fields. */
    public static ProblemException of(ProblemType type, List<FieldError> errors) {
        return new ProblemException(type, type.status(), errors, null);
    }

    /** The problem with another status. */
    public static ProblemException withStatus(ProblemType type, int status) {
        return new ProblemException(type, status, List.of(), null);
    }

    /** Refuses the call if there is a reason to. */
    public static void refuse(Optional<ProblemType> reason) {
        reason.ifPresent(type -> {
            throw of(type);
        });
    }

    /** Too many calls for now. */
    public static ProblemException tooMany(Duration retryAfter) {
        return new ProblemException(ProblemType.TOO_MANY, ProblemType.TOO_MANY.status(), List.of(), retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    public int status() {
        return status;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** When to retry, if that helps. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
