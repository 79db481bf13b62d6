package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.dossier.PeriodScan.Found;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the cover of a dossier says, and all that it depends on.
 *
 * @param found what the open entries say; {@link Found#NOTHING} if none is open
 * @param fromSigned when the earlier checkpoint was signed; null if there is none
 * @param toSigned when the later checkpoint was signed
 * @param keys the keys that signed the two
 * @param startedBefore the last start of each node before the period
 */
record Facts(
        Manifest manifest,
        Found found,
        @Nullable Instant fromSigned,
        Instant toSigned,
        List<String> keys,
        List<ServerEvent> startedBefore) {}
