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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of the log in its checkpoints: a URL without its scheme, as C2SP {@code tlog-checkpoint} recommends. A
 * verifier takes another name for another log, so the name of a log that has checkpoints stays until the operator
 * changes it.
 *
 * @param chosen whether the operator's option says so
 * @param warning what the operator should know about it at the start
 * @param problem why it may be the wrong name, and what to do
 */
public record Origin(String name, boolean chosen, Optional<String> warning, Optional<String> problem) {
    /** The name for a server that does not know its own. */
    static final String SHARED = "caregate-audit";

    private static final String OPTION = Options.fullName("events-listener", "caregate-audit", SealOptions.ORIGIN);

    private static final String WARNING = "the audit log is called " + SHARED + ", like that of every server that does"
            + " not know its name: before others keep checkpoints of it, set --hostname or "
            + OPTION;
    private static final String PATH = "/caregate-audit";
    private static final Pattern NOT_UNIQUE =
            Pattern.compile("localhost|.*\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[[0:]*1]|0\\.0\\.0\\.0");
    private static final int LOOKED_AT = 100;

    Origin(String name, boolean chosen, Optional<String> warning) {
        this(name, chosen, warning, Optional.empty());
    }

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
     * The name under which this node signs. If the operator chose none, it is the one that the node has kept; else, if
     * the key is the node's own, that of the newest checkpoint that the key has signed. The table must exist.
     *
     * <p>Others can write to the table: what this key has not signed, and what a key has signed that another log may
     * have too, decides only between this name and {@value #SHARED}, which every log had by default once.
     */
    public Origin of(Connection connection, Tables tables, Signing signing) throws SQLException {
        List<SignedNote> notes = notes(connection, tables);
        List<String> signed = notes.stream()
                .filter(note ->
                        signing.signer().filter(own -> isSigned(note, own)).isPresent())
                .map(Origin::named)
                .toList();
        List<String> all = Stream.concat(signed.stream(), notes.stream().map(Origin::named))
                .toList();
        Optional<String> newest = all.stream().findFirst();
        if (chosen) {
            return newest.filter(before -> !before.equals(name))
                    .map(before -> new Origin(
                            name,
                            true,
                            Optional.of("the audit log was called " + before + " and is called " + name
                                    + " from now on: verifiers and witnesses take it for another log")))
                    .orElse(this);
        }
        Optional<String> kept = signing.originFile()
                .flatMap(file -> file.read().or(() -> signed.stream().findFirst()));
        if (kept.isPresent()) {
            return named(kept.get(), Optional.empty());
        }
        Optional<String> strange = newest.filter(before -> !isUsual(before));
        String usual = all.stream().filter(this::isUsual).findFirst().orElse(name);
        return named(usual, strange.map(before -> problem(usual, before)));
    }

    private boolean isUsual(String before) {
        return before.equals(name) || before.equals(SHARED);
    }

    private static String problem(String name, String before) {
        return "the audit log is signed as " + name + ", but its newest checkpoint is of " + before
                + ", which nothing here proves: set " + OPTION + "=" + before
                + " if the log has that name, which verifiers and witnesses know, or =" + name
                + " if it has this one, and then find out who wrote the other into CAREGATE_AUDIT_CHECKPOINT";
    }

    private Origin named(String other, Optional<String> found) {
        return new Origin(other, false, other.equals(SHARED) ? Optional.of(WARNING) : Optional.empty(), found);
    }

    /** The newest ones first. */
    private static List<SignedNote> notes(Connection connection, Tables tables) throws SQLException {
        String sql = "SELECT NOTE FROM " + tables.checkpoint() + " WHERE " + Tables.NUMBERED
                + " ORDER BY NR DESC LIMIT " + LOOKED_AT;
        return Sql.of(sql).list(connection, row -> note(String.valueOf(row.getString(1)))).stream()
                .flatMap(Optional::stream)
                .toList();
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
