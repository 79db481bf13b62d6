package io.caregate.audit.verify.dossier;

import java.util.List;

/** The names of a dossier's files. */
final class Parts {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String COVER = "cover.html";
    static final String KEYS = "keys.txt";
    static final String CHECKPOINTS = "checkpoints.txt";
    static final String COSIGNATURES = "cosignatures.txt";
    static final String CONSISTENCY = "consistency.json";
    static final String IN_FORCE = "in-force.jsonl";
    static final String SBOM = "sbom.json";
    static final String FINDINGS = "findings.json";
    static final String ENTRIES = "entries.jsonl";

    /** All of them, in the order in which a dossier has them. */
    static final List<String> ORDER = List.of(
            MANIFEST,
            SIGNATURE,
            COVER,
            KEYS,
            CHECKPOINTS,
            COSIGNATURES,
            CONSISTENCY,
            IN_FORCE,
            SBOM,
            FINDINGS,
            ENTRIES);

    private Parts() {}
}
