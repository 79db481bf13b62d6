package io.caregate.audit.witness;

import io.caregate.audit.http.Endpoint;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operator's options for publishing the log.
 *
 * @param publicLog whether anyone may read checkpoints and tiles
 * @param policy the witnesses and their quorum; empty without witnesses
 * @param quorumAlarm how old the newest witnessed checkpoint may become before that is a problem
 */
public record PublicationOptions(PublicLog publicLog, Optional<TrustPolicy> policy, Duration quorumAlarm) {
    public static final String PUBLIC_LOG = "public-log";
    public static final String POLICY_FILE = "witness-policy-file";
    public static final String QUORUM_ALARM = "quorum-alarm";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(PUBLIC_LOG, POLICY_FILE, QUORUM_ALARM);

    private static final Duration USUAL_ALARM = Duration.ofMinutes(10);
    private static final Duration LEAST_ALARM = Duration.ofMinutes(2);
    private static final Duration MOST_ALARM = Duration.ofDays(30);

    /** Together with {@link WitnessJob#PREFIX} it is the name of a lease. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,28}");

    private static final String POLICY =
            "a file in C2SP's form tlog-policy, with a URL and a key (Ed25519 or ML-DSA-44) for each witness";

    /**
     * Reads the options of the listener, and the policy.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    public static PublicationOptions from(Options listener) {
        return new PublicationOptions(
                listener.oneOf(PUBLIC_LOG, PublicLog.OFF),
                listener.file(POLICY_FILE, POLICY).map(text -> policy(text, listener)),
                listener.duration(QUORUM_ALARM, LEAST_ALARM, MOST_ALARM).orElse(USUAL_ALARM));
    }

    private static TrustPolicy policy(String text, Options listener) {
        try {
            TrustPolicy policy = TrustPolicy.parse(text);
            policy.witnesses().forEach(PublicationOptions::require);
            return policy;
        } catch (IllegalArgumentException e) {
            throw listener.bad(POLICY_FILE, POLICY + " (" + e.getMessage() + ")");
        }
    }

    private static void require(TrustPolicy.Witness witness) {
        if (!NAME.matcher(witness.name()).matches()) {
            throw new IllegalArgumentException("a witness's name has 1 to 28 letters, digits, dots and dashes");
        }
        if (witness.url().flatMap(Endpoint::url).isEmpty()) {
            throw new IllegalArgumentException("the witness " + witness.name() + " needs " + Endpoint.ALLOWED_URL);
        }
    }

    /** Whether anyone may read checkpoints and tiles, which show nothing of an entry, or auditors only. */
    public enum PublicLog {
        OFF,
        ON
    }
}
