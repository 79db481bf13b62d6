package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * A findings report of {@code caregate-policy.jar} in JSON: what in a realm broke a rule at a certain time.
 *
 * @param sha256 of the report, in hexadecimal
 * @param realm the name of the realm
 * @param at when it was made
 * @param mode whether the rules refused anything then, or only reported it
 * @param count the number of findings
 */
record FindingsReport(String sha256, String realm, Instant at, String mode, int count) {
    /** Reads a report. Throws {@link MalformedException} if it is none. */
    static FindingsReport of(String text) throws MalformedException {
        Members members = Members.parse(text);
        if (!(members.value("findings") instanceof List<?> findings)) {
            throw new MalformedException("it is not a findings report in JSON");
        }
        String sha256 = Digesting.of(text.getBytes(StandardCharsets.UTF_8))
                .file(Parts.FINDINGS)
                .sha256();
        try {
            return new FindingsReport(
                    sha256,
                    members.text("realm"),
                    Instant.parse(members.text("generatedAt")),
                    members.text("mode"),
                    findings.size());
        } catch (DateTimeException e) {
            throw new MalformedException("its generatedAt is not a time");
        }
    }
}
