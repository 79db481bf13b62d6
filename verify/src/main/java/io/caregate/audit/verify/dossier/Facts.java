package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.dossier.PeriodScan.Found;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the cover of a dossier says, and all that it depends on.
 *
 * @param found what the open entries say; {@link Found#NOTHING} if none is open
 * @param fromSigned when the earlier checkpoint was signed; null if there is none
 * @param toSigned when the later checkpoint was signed
 * @param keys the keys that signed the two
 * @param cosigners the names that the cosignatures of the later one give
 * @param startedBefore the last start of each node before the period
 * @param sbom what the SBOM describes; null if there is none
 * @param findings what the findings report says; null if there is none
 */
record Facts(
        Manifest manifest,
        Found found,
        @Nullable Instant fromSigned,
        Instant toSigned,
        List<String> keys,
        List<String> cosigners,
        List<ServerEvent> startedBefore,
        @Nullable Sbom sbom,
        @Nullable FindingsReport findings) {
    /** All starts and stops that the dossier shows. */
    static List<ServerEvent> events(Found found, List<ServerEvent> startedBefore) {
        return Stream.concat(startedBefore.stream(), found.events().stream()).toList();
    }
}
