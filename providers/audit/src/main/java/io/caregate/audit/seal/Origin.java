package io.caregate.audit.seal;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.foundation.option.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of the log in its checkpoints: a URL without its scheme, as C2SP {@code tlog-checkpoint} recommends. A
 * verifier takes another name for another log, so the name of a log that has checkpoints stays until the operator
 * changes it.
 *
 * @param chosen whether the operator's option says so
 * @param warning what the operator should know about it at the start
 */
public record Origin(String name, boolean chosen, Optional<String> warning) {
    /** The name for a server that does not know its own. */
    static final String SHARED = "caregate-audit";

    private static final String WARNING = "the audit log is called " + SHARED + ", like that of every server that does"
            + " not know its name: before others keep checkpoints of it, set --hostname or "
            + Options.fullName("events-listener", "caregate-audit", SealOptions.ORIGIN);
    private static final String PATH = "/caregate-audit";
    private static final Pattern NOT_UNIQUE =
            Pattern.compile("localhost|.*\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[[0:]*1]|0\\.0\\.0\\.0");
    private static final int LOOKED_AT = 100;

    /** The name that the operator chose. */
    static Origin chosen(String name) {
        return new Origin(name, true, name.equals(SHARED) ? Optional.of(WARNING) : Optional.empty());
    }

    /**
     * The name by default, from Keycloak's option {@code hostname}: {@code sso.example.org/caregate-audit}. Two servers
     * that have none, or a loopback name, have the same name, which the start warns of.
     */
    static Origin ofHostname(@Nullable String hostname) {
        return authority(hostname)
                .map(host -> host.toLowerCase(Locale.ROOT) + PATH)
                .filter(Checkpoint::isOrigin)
                .map(name -> new Origin(name, false, Optional.empty()))
                .orElse(new Origin(SHARED, false, Optional.of(WARNING)));
    }

    /** The host, the port and the path of a host name or an address. */
    private static Optional<String> authority(@Nullable String hostname) {
        if (hostname == null || hostname.isBlank()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(hostname.contains("://") ? hostname : "https://" + hostname);
            String host = url.getHost();
            if (host == null
                    || NOT_UNIQUE.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
                return Optional.empty();
            }
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            return Optional.of(host + port + url.getRawPath().replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * This name, or that of the newest checkpoint if the operator chose none. The table must exist. Others can write to
     * it, so a checkpoint that this node's key has signed comes before a newer one that it has not.
     */
    public Origin of(Connection connection, Tables tables, Optional<NoteSigner> signer) throws SQLException {
        Optional<String> before = stored(connection, tables, signer);
        if (before.isEmpty() || before.get().equals(name)) {
            return this;
        }
        if (chosen) {
            return new Origin(
                    name,
                    true,
                    Optional.of("the audit log was called " + before.get() + " and is called " + name
                            + " from now on: verifiers and witnesses take it for another log"));
        }
        boolean shared = before.get().equals(SHARED);
        return new Origin(before.get(), false, shared ? Optional.of(WARNING) : Optional.empty());
    }

    private static Optional<String> stored(Connection connection, Tables tables, Optional<NoteSigner> signer)
            throws SQLException {
        String sql = "SELECT NOTE FROM " + tables.checkpoint() + " WHERE NR BETWEEN 1 AND " + (Tables.MOST_NUMBER - 1)
                + " ORDER BY NR DESC LIMIT " + LOOKED_AT;
        List<SignedNote> notes = Sql.of(sql).list(connection, row -> note(String.valueOf(row.getString(1)))).stream()
                .flatMap(Optional::stream)
                .toList();
        return notes.stream()
                .filter(note -> signer.filter(own -> isSigned(note, own)).isPresent())
                .findFirst()
                .or(() -> notes.stream().findFirst())
                .map(Origin::named);
    }

    private static boolean isSigned(SignedNote note, NoteSigner signer) {
        return signer.named(named(note)).key().check(note).outcome() == NoteVerifier.Outcome.SIGNED;
    }

    private static String named(SignedNote note) {
        return Checkpoint.parse(note.text()).origin();
    }

    /** The note, if it is that of a checkpoint. */
    private static Optional<SignedNote> note(String text) {
        try {
            SignedNote note = SignedNote.parse(text);
            return Checkpoint.isOrigin(named(note)) ? Optional.of(note) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
