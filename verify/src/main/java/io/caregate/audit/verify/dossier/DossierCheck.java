package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.Beginning;
import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.CosignedNote;
import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Finding.Kind;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.Notes;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.Verifier;
import io.caregate.audit.verify.VerifyPolicy;
import io.caregate.audit.verify.dossier.Ends.Head;
import io.caregate.audit.verify.dossier.Manifest.FileHash;
import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.WitnessKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks a dossier, reading it once. Everything in it is compared: each file with the manifest, each entry with its
 * hash, the hashes with the signed checkpoints, the period with its entries, and the cover with all of that. Memory
 * does not grow with the dossier.
 */
public final class DossierCheck {
    /** The name of the key that signs a dossier. */
    public static final String SIGNER = "caregate-dossier";

    /** Starts are few, so their file is short. Each of them has at most 28 KiB, four times. */
    static final int MOST_BYTES = 1 << 24;

    private final Trust trust;
    private final Checkpoints checkpoints;
    private final Duration timeTolerance;
    private final boolean strictTime;
    private final @Nullable String realm;
    private final Path file;
    private List<String> keys = List.of();
    private List<ServerEvent> inForce = List.of();
    private byte[] cover = new byte[0];
    private @Nullable String sbom;
    private @Nullable String findings;
    private @Nullable Report entries;
    private @Nullable String hash;
    private @Nullable SignedNote signature;

    /**
     * The keys that are known to be the right ones.
     *
     * @param log the known public keys of a log with this name; null to take those in the dossier, which proves that
     *     it agrees with itself and no more
     * @param until the size of the largest checkpoint for which a key counts
     * @param makers the known keys of makers of dossiers; empty to take any
     * @param witnesses the keys of the witnesses each of which must have cosigned the later checkpoint
     */
    public record Trust(
            @Nullable Function<String, List<NoteVerifier>> log,
            ToLongFunction<NoteVerifier> until,
            List<NoteVerifier> makers,
            List<WitnessKey> witnesses) {
        public Trust {
            makers = List.copyOf(makers);
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * A check of one file. {@code policy} says how times are judged. {@code origin} is the name of the log that it has
     * to be of, and {@code realm} the id or a name of
     * the realm; null if any will do.
     */
    public DossierCheck(Path file, Trust trust, VerifyPolicy policy, @Nullable String origin, @Nullable String realm) {
        this.file = file;
        this.trust = trust;
        this.timeTolerance = policy.timeTolerance();
        this.strictTime = policy.strictTime();
        this.realm = realm;
        this.checkpoints = new Checkpoints(this::known, origin, trust.until());
    }

    /** Whether a file begins as a dossier does. */
    public static boolean isDossier(Path file) throws IOException {
        return StoredZip.isOne(file);
    }

    /** The checkpoints, to which those may be added that were kept elsewhere. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    private List<NoteVerifier> known(String name) {
        return trust.log() == null
                ? keys.stream()
                        .map(NoteVerifier::parse)
                        .filter(key -> key.name().equals(name))
                        .toList()
                : trust.log().apply(name);
    }

    /** Checks the dossier, once. */
    public Report check() throws IOException {
        try (StoredZip zip = new StoredZip(file)) {
            return check(zip);
        } catch (MalformedException | StoredZip.OtherException e) {
            find(Kind.MALFORMED, "the dossier cannot be read: " + e.getMessage());
            return unproved();
        }
    }

    private Report check(StoredZip zip) throws IOException, MalformedException {
        StoredZip.Part part = zip.next();
        if (part == null || !part.name().equals(Parts.MANIFEST)) {
            throw new MalformedException("its first file is not " + Parts.MANIFEST);
        }
        Manifest manifest = manifest(part);
        Ends ends = null;
        PeriodScan scan = new PeriodScan(manifest.period());
        List<FileHash> read = new ArrayList<>();
        for (part = zip.next(); part != null; part = zip.next()) {
            switch (part.name()) {
                case Parts.SIGNATURE -> signature = signature(part);
                case Parts.COVER -> cover = part.bytes(MOST_BYTES);
                case Parts.KEYS -> keys = keys(part);
                case Parts.CHECKPOINTS -> ends = ends(part, manifest);
                case Parts.COSIGNATURES -> ends = cosigned(part, demanded(ends));
                case Parts.CONSISTENCY -> consistency(part, demanded(ends));
                case Parts.IN_FORCE -> inForce = inForce(part, manifest, demanded(ends));
                case Parts.SBOM -> sbom = text(part);
                case Parts.FINDINGS -> findings = text(part);
                default -> entries = entries(part, manifest, demanded(ends), scan);
            }
            if (!part.name().equals(Parts.SIGNATURE)) {
                read.add(part.hash());
            }
        }
        Report report = entries;
        if (report == null || ends == null) {
            throw new MalformedException("it has no " + (ends == null ? Parts.CHECKPOINTS : Parts.ENTRIES));
        }
        compare(manifest, read, ends);
        signedBy(manifest);
        keysOf(ends);
        List<String> cosigned = witnesses(ends.cosigned());
        Found found = scan.found();
        period(manifest, found, report);
        inForce(manifest, found);
        cover(manifest, manifest.hashesOnly() ? Found.NOTHING : found, ends);
        return report(report, manifest, found, ends, cosigned);
    }

    private static Ends demanded(@Nullable Ends ends) throws MalformedException {
        if (ends == null) {
            throw new MalformedException("it has no " + Parts.CHECKPOINTS);
        }
        return ends;
    }

    private Manifest manifest(StoredZip.Part part) throws IOException, MalformedException {
        String text = text(part);
        hash = part.hash().sha256();
        Manifest manifest = read(Parts.MANIFEST, text, Manifest::parse);
        if (!Cover.LANGUAGES.contains(manifest.language())) {
            throw new MalformedException("its cover is in a language that this program does not know");
        }
        return manifest;
    }

    /** Reads a file of the dossier. What is wrong with it is said with its name. */
    private static <T> T read(String name, String text, Reading<T> reading) throws MalformedException {
        try {
            return reading.of(text);
        } catch (MalformedException e) {
            throw new MalformedException("its " + name + ": " + e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(String text) throws MalformedException;
    }

    private static String text(StoredZip.Part part) throws IOException, MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(part.bytes(MOST_BYTES)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("its " + part.name() + " is not UTF-8");
        }
    }

    private static SignedNote signature(StoredZip.Part part) throws IOException, MalformedException {
        String text = text(part);
        try {
            SignedNote note = SignedNote.parse(text);
            if (note.toString().equals(text) && note.signatures().size() == 1) {
                return note;
            }
        } catch (IllegalArgumentException e) {
            // The same as a note of another form.
        }
        throw new MalformedException("its " + Parts.SIGNATURE + " is not a note with one signature");
    }

    private static List<String> keys(StoredZip.Part part) throws IOException, MalformedException {
        String text = text(part);
        List<String> keys = text.lines().toList();
        try {
            keys.forEach(NoteVerifier::parse);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("its " + Parts.KEYS + " has a line that is not a key");
        }
        if (!text.equals(String.join("\n", keys) + "\n")) {
            throw new MalformedException("its " + Parts.KEYS + " is not written as this program writes it");
        }
        return keys;
    }

    private Ends ends(StoredZip.Part part, Manifest manifest) throws IOException, MalformedException {
        String text = text(part);
        List<Head> heads = new ArrayList<>();
        try {
            Notes notes = new Notes(new StringReader(text));
            for (String note = notes.next(); note != null; note = notes.next()) {
                heads.add(Head.of(note));
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("its " + Parts.CHECKPOINTS + ": " + e.getMessage());
        }
        if (heads.isEmpty() || heads.size() > 2) {
            throw new MalformedException("its " + Parts.CHECKPOINTS + " does not have one or two checkpoints");
        }
        Head to = heads.get(heads.size() - 1);
        Ends ends = new Ends(heads.size() == 1 ? null : heads.get(0), to, null);
        if (!DossierMaker.checkpoints(ends).equals(text)) {
            throw new MalformedException("its " + Parts.CHECKPOINTS + " is not written as this program writes it");
        }
        heads.forEach(head -> checkpoints.addFound(head.note(), Parts.CHECKPOINTS));
        boolean isSaid = manifest.origin().equals(to.checkpoint().origin())
                && manifest.size() == to.size()
                && manifest.root().equals(to.checkpoint().root())
                && manifest.begun().size() == ends.fromSize()
                && Objects.equals(
                        manifest.fromRoot(),
                        ends.from() == null ? null : ends.from().checkpoint().root());
        if (!isSaid || (ends.from() != null && ends.fromSize() == 0)) {
            find(Kind.OTHER_FILE, "the checkpoints are not those that the manifest names");
        }
        if (ends.from() != null
                && ends.from().signed().isAfter(manifest.period().from())) {
            find(Kind.OTHER_PERIOD, "the earlier checkpoint was signed after the beginning of the period");
        }
        return ends;
    }

    private Ends cosigned(StoredZip.Part part, Ends ends) throws IOException, MalformedException {
        CosignedNote note = read(Parts.COSIGNATURES, text(part), CosignedNote::parse);
        if (!note.checkpoint().equals(ends.to().note())) {
            find(Kind.OTHER_FILE, Parts.COSIGNATURES + " is not the later checkpoint");
        }
        return new Ends(ends.from(), ends.to(), note);
    }

    /** Each of the given witnesses has cosigned. Answers who has, and when. */
    private List<String> witnesses(@Nullable CosignedNote note) {
        List<String> cosigned = new ArrayList<>();
        for (WitnessKey witness : trust.witnesses()) {
            Optional<Instant> time = note == null ? Optional.empty() : witness.cosigned(note.signed());
            if (time.isPresent()) {
                cosigned.add(witness.name() + " at " + time.get());
            } else if (note != null && note.signed().signatures().stream().anyMatch(witness::isOf)) {
                find(Kind.FORGED_SIGNATURE, "the cosignature of " + witness.name() + " is not valid");
            } else {
                find(
                        Kind.UNKNOWN_SIGNER,
                        "the later checkpoint is not cosigned by " + witness.name() + " with the given key");
            }
        }
        return cosigned;
    }

    private void consistency(StoredZip.Part part, Ends ends) throws IOException, MalformedException {
        String text = text(part);
        Members members = Members.parse(text);
        Head from = ends.from();
        if (from == null
                || !ServerFiles.consistency(
                                from.note(), ends.to().note(), ServerFiles.texts(members, "consistencyProof"))
                        .equals(text)) {
            find(Kind.OTHER_FILE, Parts.CONSISTENCY + " is not a proof between the two checkpoints");
            return;
        }
        verify(text, Parts.CONSISTENCY, null, OpenEntries.IGNORED);
    }

    private List<ServerEvent> inForce(StoredZip.Part part, Manifest manifest, Ends ends)
            throws IOException, MalformedException {
        List<ServerEvent> events = new ArrayList<>();
        String text = text(part);
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            String line = text.substring(from, end + 1);
            from = end + 1;
            int before = events.size();
            Members members = Members.parse(line);
            if (!line.equals(
                    ServerFiles.entry(members, ends.to().note(), ServerFiles.texts(members, "inclusionProof")))) {
                throw new MalformedException("its " + Parts.IN_FORCE + " is not written as this program writes it");
            }
            verify(line, Parts.IN_FORCE, manifest.realmId(), (seq, entry, payload) -> {
                if (ServerEvent.isOne(entry)) {
                    events.add(ServerEvent.of(seq, entry, payload));
                }
            });
            if (events.size() == before) {
                find(Kind.OTHER_FILE, Parts.IN_FORCE + " has an entry that is not the start or stop of a node");
            }
        }
        if (from < text.length()) {
            throw new MalformedException("its " + Parts.IN_FORCE + " does not end with a whole line");
        }
        return events;
    }

    /** Checks a file of the server's. What is wrong with it is among the findings. */
    private void verify(String text, String name, @Nullable String of, OpenEntries reader) throws IOException {
        try {
            new Verifier(checkpoints, policy(null), reader, of)
                    .verify(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), name);
        } catch (UnreadableException e) {
            find(Kind.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private VerifyPolicy policy(@Nullable Instant made) {
        return new VerifyPolicy(timeTolerance, strictTime, made, false);
    }

    private Report entries(StoredZip.Part part, Manifest manifest, Ends ends, PeriodScan scan)
            throws IOException, MalformedException {
        byte[] header = ServerFiles.header(
                        manifest.realmId(), ends.to().size(), ends.to().note())
                .getBytes(StandardCharsets.UTF_8);
        byte[] there = part.readNBytes(header.length);
        if (!Arrays.equals(header, there)) {
            throw new MalformedException(
                    "its " + Parts.ENTRIES + " does not begin with the later checkpoint and the realm of the manifest");
        }
        // Checkpoints that were kept elsewhere and signed later are of a log that has grown.
        VerifyPolicy policy = policy(ends.to().signed());
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(there), part);
        try {
            return new Verifier(checkpoints, policy, scan, realm)
                    .after(manifest.begun())
                    .verify(whole, Parts.ENTRIES);
        } catch (UnreadableException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    /** Each file is in the manifest, and each in the manifest is there. */
    private void compare(Manifest manifest, List<FileHash> read, Ends ends) {
        for (FileHash there : read) {
            Optional<FileHash> said = manifest.files().stream()
                    .filter(each -> each.path().equals(there.path()))
                    .findFirst();
            if (said.isEmpty()) {
                find(Kind.OTHER_FILE, there.path() + " is not in the manifest");
            } else if (!said.get().equals(there)) {
                find(Kind.OTHER_FILE, there.path() + " is not the file that the manifest names");
            }
        }
        List<String> wanted = Parts.ORDER.stream()
                .filter(name -> !name.equals(Parts.MANIFEST) && !name.equals(Parts.SIGNATURE))
                .filter(name -> ends.from() != null || !name.equals(Parts.CONSISTENCY))
                .filter(name -> sbom != null || !name.equals(Parts.SBOM))
                .filter(name -> findings != null || !name.equals(Parts.FINDINGS))
                .filter(name -> ends.cosigned() != null || !name.equals(Parts.COSIGNATURES))
                .toList();
        for (String name : wanted) {
            if (read.stream().noneMatch(there -> there.path().equals(name))) {
                find(Kind.OTHER_FILE, name + " is missing");
            }
        }
        if (!manifest.files().stream().map(FileHash::path).toList().equals(wanted)) {
            find(Kind.OTHER_FILE, "the manifest does not name the files of a dossier");
        }
    }

    private void signedBy(Manifest manifest) {
        SignedNote note = signature;
        String signer = manifest.signedBy();
        if (note == null || signer == null) {
            if (note != null) {
                find(Kind.OTHER_FILE, "there is a " + Parts.SIGNATURE + ", and the manifest says that there is none");
            } else if (signer != null) {
                find(Kind.OTHER_FILE, Parts.SIGNATURE + " is missing");
            }
            if (!trust.makers().isEmpty()) {
                find(Kind.UNKNOWN_SIGNER, "the dossier is not signed");
            }
            return;
        }
        NoteVerifier key;
        try {
            key = NoteVerifier.parse(signer);
        } catch (IllegalArgumentException e) {
            find(Kind.MALFORMED, "the manifest is signed by what is not a key");
            return;
        }
        if (!note.text().equals(Manifest.signedText(String.valueOf(hash)))
                || key.check(note).outcome() != NoteVerifier.Outcome.SIGNED) {
            find(Kind.FORGED_SIGNATURE, "the signature of the manifest is not that of the key " + key);
        } else if (!trust.makers().isEmpty()
                && trust.makers().stream().noneMatch(maker -> maker.toString().equals(signer))) {
            find(Kind.UNKNOWN_SIGNER, "the dossier is signed by none of the given keys, but by " + key);
        }
    }

    /** The keys are those that signed the two checkpoints, and no others. */
    private void keysOf(Ends ends) {
        Checkpoints two = new Checkpoints(this::known, null, trust.until());
        if (ends.from() != null) {
            two.addFound(ends.from().note(), Parts.CHECKPOINTS);
        }
        two.addFound(ends.to().note(), Parts.CHECKPOINTS);
        if (two.wrong() == 0 && !two.signers().equals(keys)) {
            find(Kind.OTHER_FILE, Parts.KEYS + " does not have the keys that signed the checkpoints");
        }
    }

    private void period(Manifest manifest, Found found, Report report) {
        if (manifest.hashesOnly()) {
            if (report.opened() > 0) {
                find(Kind.OTHER_PERIOD, "the manifest says that no entry is open, and some are");
            }
            long first = manifest.begun().size() + 1;
            boolean isIn = manifest.first() >= first
                    && manifest.first() <= manifest.last()
                    && manifest.last() <= manifest.size()
                    && manifest.before() < manifest.first()
                    && (manifest.after() == 0 || manifest.after() > manifest.last())
                    && manifest.after() <= manifest.size();
            boolean isEmpty = manifest.first() == 0 && manifest.last() == 0;
            if (!isIn && !isEmpty) {
                find(Kind.OTHER_PERIOD, "the entries that the manifest names are not in the dossier");
            }
            return;
        }
        if (found.first() != manifest.first() || found.last() != manifest.last()) {
            find(
                    Kind.OTHER_PERIOD,
                    "the entries whose time is in the period are " + range(found.first(), found.last())
                            + ", and the manifest says " + range(manifest.first(), manifest.last()));
        } else if (number(found.before()) != manifest.before() || number(found.after()) != manifest.after()) {
            find(Kind.OTHER_PERIOD, "the entries next to the period are not those that the manifest names");
        } else if (found.opened() != found.open() + found.borders()) {
            find(Kind.OTHER_PERIOD, "entries are open that are neither in the period nor next to it");
        }
        if (manifest.before() == 0 && manifest.begun().size() > 0) {
            find(
                    Kind.OTHER_PERIOD,
                    "no open entry before the period shows where it begins, and the dossier does not begin with the"
                            + " log");
        }
    }

    private static String range(long first, long last) {
        return first == 0 ? "none" : first + " to " + last;
    }

    private static long number(@Nullable Border border) {
        return border == null ? 0 : border.seq();
    }

    /** In order: one start of each node before the period and, if no entry in it is open, starts and stops in it. */
    private void inForce(Manifest manifest, Found found) {
        long begins = lastBefore(manifest);
        long end = manifest.hashesOnly() ? Math.max(begins, manifest.last()) : begins;
        long before = 0;
        Set<String> nodes = new HashSet<>();
        for (ServerEvent event : inForce) {
            boolean isFollowing = event.seq() > before && event.seq() <= end;
            boolean isOne = event.seq() > begins || (event.isServerStart() && nodes.add(event.node()));
            if (!isFollowing || !isOne) {
                find(Kind.OTHER_FILE, Parts.IN_FORCE + " has entry " + event.seq() + ", which does not belong there");
                return;
            }
            before = event.seq();
        }
        found.startedBefore().stream()
                .filter(start -> inForce.stream()
                        .noneMatch(event -> event.node().equals(start.node()) && event.seq() >= start.seq()))
                .forEach(start -> find(
                        Kind.OTHER_FILE, Parts.IN_FORCE + " lacks entry " + start.seq() + ", a later start of a node"));
    }

    /** An empty period begins behind the entry before it. */
    private static long lastBefore(Manifest manifest) {
        return manifest.first() == 0 ? manifest.before() : manifest.first() - 1;
    }

    private void cover(Manifest manifest, Found found, Ends ends) throws MalformedException {
        if (checkpoints.wrong() > 0) {
            // It is made of what is proved, and some of that is not.
            return;
        }
        Facts facts = new Facts(
                manifest,
                found,
                ends.from() == null ? null : ends.from().signed(),
                ends.to().signed(),
                keys,
                ends.cosigners(),
                inForce,
                sbom == null ? null : read(Parts.SBOM, sbom, text -> Sbom.of(text, Facts.events(found, inForce))),
                findings == null ? null : read(Parts.FINDINGS, findings, FindingsReport::of));
        if (!Arrays.equals(Cover.of(facts).getBytes(StandardCharsets.UTF_8), cover)) {
            find(Kind.OTHER_COVER, Parts.COVER + " says something else than the rest of the dossier");
        }
    }

    private Report report(Report entries, Manifest manifest, Found found, Ends ends, List<String> cosigned) {
        List<Finding> notices = new ArrayList<>(entries.notices());
        Instant reached = entries.time().orElse(manifest.period().to());
        if (reached.isBefore(manifest.period().to())) {
            notices.add(Finding.of(
                    Kind.NOT_COVERED,
                    "the period was not over: the last checkpoint in the dossier was signed at " + reached));
        }
        if (manifest.signedBy() == null) {
            notices.add(notice("the dossier is not signed: nothing shows who made it"));
        } else if (trust.makers().isEmpty()) {
            notices.add(notice("the dossier is signed by " + manifest.signedBy()
                    + ", a key that came with it: give --dossier-key to see who made it"));
        }
        if (ends.cosigned() != null && trust.witnesses().isEmpty()) {
            notices.add(notice("witnesses whose cosignatures were not checked: "
                    + ends.cosigners().size() + "; give their keys with --witness"));
        }
        String by = cosigned.isEmpty() ? "" : "; cosigned by " + String.join(" and ", cosigned);
        return new Report(
                proved(manifest, found) + by,
                entries.entries(),
                entries.opened(),
                entries.openedHeld(),
                entries.checkpoints(),
                entries.held(),
                entries.isWhole(),
                entries.time(),
                entries.realm(),
                checkpoints.findings().first(),
                checkpoints.findings().count(),
                notices,
                entries.end());
    }

    private static String proved(Manifest manifest, Found found) {
        Period period = manifest.period();
        String time = "from " + period.from() + " to " + period.to();
        if (manifest.hashesOnly()) {
            return "the hashes of entries " + (manifest.begun().size() + 1) + " to " + manifest.size()
                    + " are proved; that " + range(manifest.first(), manifest.last()) + " are those " + time
                    + " is what the maker says; nothing else is in the dossier";
        }
        if (found.isEmpty()) {
            return "no open entry is of the time " + time + "; nothing else is in the dossier";
        }
        String borders = found.borders() == 0 ? "" : "; the open entries next to them are not of that time";
        return "entries " + range(found.first(), found.last()) + " are proved, " + found.open() + " of them open, "
                + time + borders + "; nothing else is in the dossier";
    }

    private Report unproved() {
        return new Report(
                "nothing is proved",
                0,
                0,
                0,
                0,
                0,
                true,
                Optional.empty(),
                Report.Realm.NONE,
                checkpoints.findings().first(),
                checkpoints.findings().count(),
                List.of(),
                Beginning.NONE);
    }

    private void find(Kind kind, String text) {
        checkpoints.findings().add(Finding.of(kind, text));
    }

    private static Finding notice(String text) {
        return Finding.of(Kind.UNKNOWN_SIGNER, text);
    }
}
