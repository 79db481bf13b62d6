package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.Beginning;
import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.EntryLines;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.dossier.Ends.Head;
import io.caregate.audit.verify.dossier.Manifest.FileHash;
import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dossier of a folder of {@code fetch}. First have the folder verified with {@link #entries()} as the reader of
 * its open entries; then, if it is in order, write the dossier, for which it is read twice more. The same folder and
 * the same request make the same bytes. Memory does not grow with the log. Not thread-safe.
 */
public final class DossierMaker {
    private final Request request;
    private final Archive.Contents archive;
    private final Supplier<Checkpoints> checkpoints;
    private final PeriodScan scan;

    /**
     * What to make.
     *
     * @param hashesOnly whether to leave out what the entries say
     * @param language the language of the cover, one of {@link Cover#LANGUAGES}
     * @param tool the version of this program
     * @param sbom the text of an SBOM to enclose; null for none
     * @param findings the text of a findings report to enclose; null for none
     * @param signer signs the manifest; null for a dossier that is not signed
     */
    public record Request(
            Period period,
            boolean hashesOnly,
            String language,
            String tool,
            @Nullable String sbom,
            @Nullable String findings,
            @Nullable NoteSigner signer) {}

    /** For this content of a folder. {@code checkpoints} makes empty checkpoints that know the log's keys. */
    public DossierMaker(Request request, Archive.Contents archive, Supplier<Checkpoints> checkpoints) {
        this.request = request;
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.scan = new PeriodScan(request.period());
    }

    /** Takes all open entries of the folder, in their order, while it is verified. */
    public OpenEntries entries() {
        return scan;
    }

    /** Writes the dossier to a new file that only its owner may read. */
    public void write(Path file) throws IOException, UnreadableException {
        Found found = scan.found();
        Ends ends = Ends.of(archive, request.period(), found);
        List<ServerEvent> wanted = new ArrayList<>(found.startedBefore());
        if (request.hashesOnly()) {
            wanted.addAll(found.events());
        }
        ProofNodes nodes = new ProofNodes();
        SortedMap<Long, String> lines = new TreeMap<>();
        wanted.forEach(event -> {
            lines.put(event.seq(), "");
            nodes.wantInclusion(event.seq(), ends.to().size());
        });
        nodes.wantConsistency(ends.fromSize(), ends.to().size());
        Digesting entries = new Digesting();
        entries.write(header(ends).getBytes(StandardCharsets.UTF_8));
        String begun = copy(found, ends, entries, nodes, lines);

        Manifest manifest = manifest(found, ends, new Beginning(ends.fromSize(), begun));
        List<String> keys = keys(ends);
        Found shown = request.hashesOnly() ? Found.NOTHING : found;
        Facts facts = new Facts(
                manifest,
                shown,
                ends.from() == null ? null : ends.from().signed(),
                ends.to().signed(),
                keys,
                ends.cosigners(),
                wanted,
                sbom(Facts.events(shown, wanted)),
                findings());
        SortedMap<Integer, Content> contents = new TreeMap<>();
        add(contents, Parts.COVER, Cover.of(facts));
        add(contents, Parts.KEYS, String.join("\n", keys) + "\n");
        add(contents, Parts.CHECKPOINTS, checkpoints(ends));
        if (ends.cosigned() != null) {
            add(contents, Parts.COSIGNATURES, ends.cosigned().text());
        }
        if (ends.from() != null) {
            add(
                    contents,
                    Parts.CONSISTENCY,
                    ServerFiles.consistency(
                            ends.from().note(),
                            ends.to().note(),
                            ServerFiles.texts(
                                    nodes.consistency(ends.fromSize(), ends.to().size()))));
        }
        add(contents, Parts.IN_FORCE, inForce(lines, ends.to(), nodes));
        if (request.sbom() != null) {
            add(contents, Parts.SBOM, request.sbom());
        }
        if (request.findings() != null) {
            add(contents, Parts.FINDINGS, request.findings());
        }
        contents.put(
                Parts.ORDER.indexOf(Parts.ENTRIES), new Content(entries.crc(), entries.file(Parts.ENTRIES), out -> {
                    out.write(header(ends).getBytes(StandardCharsets.UTF_8));
                    copy(found, ends, out, new ProofNodes(), new TreeMap<>());
                }));
        String text = manifest.of(contents.values().stream().map(Content::file).toList())
                .text();
        add(contents, Parts.MANIFEST, text);
        if (request.signer() != null) {
            String hash = Digesting.of(text.getBytes(StandardCharsets.UTF_8))
                    .file(Parts.MANIFEST)
                    .sha256();
            add(
                    contents,
                    Parts.SIGNATURE,
                    request.signer().sign(Manifest.signedText(hash)).toString());
        }
        try (ZipOutputStream zip =
                new ZipOutputStream(new BufferedOutputStream(Archive.newFile(file)), StandardCharsets.UTF_8)) {
            for (Content content : contents.values()) {
                StoredZip.put(zip, content.file().path(), content.file().size(), content.crc());
                content.written().to(zip);
                zip.closeEntry();
            }
        }
    }

    /** Throws {@link MalformedException} if a text is not an SBOM that can be enclosed. */
    public static void demandSbom(String text) throws MalformedException {
        Sbom.of(text, List.of());
        demandShort(text);
    }

    /** Throws {@link MalformedException} if a text is not a findings report that can be enclosed. */
    public static void demandFindings(String text) throws MalformedException {
        FindingsReport.of(text);
        demandShort(text);
    }

    private static void demandShort(String text) throws MalformedException {
        if (text.getBytes(StandardCharsets.UTF_8).length > DossierCheck.MOST_BYTES) {
            throw new MalformedException("it has more than " + DossierCheck.MOST_BYTES + " bytes");
        }
    }

    private @Nullable Sbom sbom(List<ServerEvent> events) throws UnreadableException {
        try {
            return request.sbom() == null ? null : Sbom.of(request.sbom(), events);
        } catch (MalformedException e) {
            throw new UnreadableException("the SBOM: " + e.getMessage(), e);
        }
    }

    private @Nullable FindingsReport findings() throws UnreadableException {
        try {
            return request.findings() == null ? null : FindingsReport.of(request.findings());
        } catch (MalformedException e) {
            throw new UnreadableException("the findings report: " + e.getMessage(), e);
        }
    }

    /** A file, and how to write it. */
    private record Content(long crc, FileHash file, Written written) {}

    @FunctionalInterface
    private interface Written {
        void to(OutputStream out) throws IOException, UnreadableException;
    }

    private static void add(SortedMap<Integer, Content> contents, String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digesting digest = Digesting.of(bytes);
        contents.put(Parts.ORDER.indexOf(name), new Content(digest.crc(), digest.file(name), out -> out.write(bytes)));
    }

    private String header(Ends ends) {
        return ServerFiles.header(
                String.valueOf(archive.state().realmId()),
                ends.to().size(),
                ends.to().note());
    }

    /**
     * Writes the entries between the two checkpoints. Adds all up to the later one to the tree, and takes the lines
     * that are asked for. Answers the tree at the earlier one.
     */
    private String copy(Found found, Ends ends, OutputStream out, ProofNodes nodes, SortedMap<Long, String> wanted)
            throws IOException, UnreadableException {
        String begun = "";
        try (InputStream in = archive.openEntries()) {
            EntryLines lines = new EntryLines(in);
            for (long seq = 1; seq <= ends.to().size(); seq++) {
                if (!lines.next() || lines.seq() != seq) {
                    throw new UnreadableException("entry " + seq + " is gone since it was verified: start again");
                }
                if (seq == ends.fromSize() + 1) {
                    begun = nodes.text();
                }
                nodes.append(lines.leaf());
                if (wanted.containsKey(seq)) {
                    wanted.put(seq, lines.line());
                }
                if (seq > ends.fromSize()) {
                    String line = isOpen(seq, found) ? lines.line() : lines.closedLine();
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return begun;
    }

    /** Whether an entry that is open in the folder is open in the dossier, too. */
    private boolean isOpen(long seq, Found found) {
        boolean isWithin = seq >= found.first() && seq <= found.last();
        return !request.hashesOnly() && (isWithin || seq == seq(found.before()) || seq == seq(found.after()));
    }

    private static long seq(@Nullable Border border) {
        return border == null ? 0 : border.seq();
    }

    private Manifest manifest(Found found, Ends ends, Beginning begun) {
        return new Manifest(
                request.tool(),
                request.language(),
                ends.to().checkpoint().origin(),
                String.valueOf(archive.state().realmId()),
                request.period(),
                request.hashesOnly(),
                found.first(),
                found.last(),
                seq(found.before()),
                seq(found.after()),
                begun,
                ends.from() == null ? null : ends.from().checkpoint().root(),
                ends.to().size(),
                ends.to().checkpoint().root(),
                request.signer() == null ? null : request.signer().key().toString(),
                List.of());
    }

    private List<String> keys(Ends ends) {
        Checkpoints signed = checkpoints.get();
        if (ends.from() != null) {
            signed.addFound(ends.from().note(), Parts.CHECKPOINTS);
        }
        signed.addFound(ends.to().note(), Parts.CHECKPOINTS);
        return signed.signers();
    }

    /** One after another, as in a file of kept checkpoints. */
    static String checkpoints(Ends ends) {
        return ends.from() == null
                ? ends.to().note()
                : ends.from().note() + "\n" + ends.to().note();
    }

    private static String inForce(SortedMap<Long, String> lines, Head head, ProofNodes nodes)
            throws UnreadableException {
        StringBuilder text = new StringBuilder();
        for (var each : lines.entrySet()) {
            try {
                text.append(ServerFiles.entry(
                        Members.parse(each.getValue()),
                        head.note(),
                        ServerFiles.texts(nodes.inclusion(each.getKey(), head.size()))));
            } catch (MalformedException e) {
                throw new UnreadableException("entry " + each.getKey() + " was changed: start again", e);
            }
        }
        return text.toString();
    }
}
