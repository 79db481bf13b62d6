package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.dossier.Manifest.FileHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The files of a dossier, to be changed and packed again in the form that a dossier has. */
final class ZipFiles {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static ZipFiles of(Path zip) throws IOException {
        ZipFiles read = new ZipFiles();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                read.files.put(entry.getName(), in.readAllBytes());
            }
        }
        return read;
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    String text(String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    ZipFiles put(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Puts something else in the place of a text that must be there. */
    ZipFiles replace(String name, String text, String other) {
        if (!text(name).contains(text)) {
            throw new IllegalArgumentException(name + " does not have " + text + ": " + text(name));
        }
        return put(name, text(name).replace(text, other));
    }

    ZipFiles remove(String name) {
        files.remove(name);
        return this;
    }

    /** Writes the right hashes into the manifest, as a forger would. */
    ZipFiles reseal() throws Exception {
        List<FileHash> hashes = new ArrayList<>();
        files.forEach((name, bytes) -> {
            if (!name.equals(Parts.MANIFEST) && !name.equals(Parts.SIGNATURE)) {
                hashes.add(Digesting.of(bytes).file(name));
            }
        });
        return put(
                Parts.MANIFEST, Manifest.parse(text(Parts.MANIFEST)).of(hashes).text());
    }

    /** Packs the files in their order, those that a dossier does not have last. */
    Path write(Path zip) throws IOException {
        List<String> names = new ArrayList<>(Parts.ORDER);
        files.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (String name : names) {
                byte[] bytes = files.get(name);
                if (bytes != null) {
                    StoredZip.put(
                            packed, name, bytes.length, Digesting.of(bytes).crc());
                    packed.write(bytes);
                    packed.closeEntry();
                }
            }
        }
        return zip;
    }
}
