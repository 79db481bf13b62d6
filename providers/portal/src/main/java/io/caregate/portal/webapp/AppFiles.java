package io.caregate.portal.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web app, from the folder {@code caregate-portal/app/} anywhere on the class path:
 * {@code caregate-themes.jar} contains it. Nothing outside the folder is served, and from the folder only files of a
 * known type.
 */
public final class AppFiles {
    private static final String FOLDER = "caregate-portal/app/";
    private static final Pattern ASSET =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain;charset=utf-8");

    private final ClassLoader classes;

    public AppFiles(ClassLoader classes) {
        this.classes = classes;
    }

    /** The page of the app, with the addresses of its assets; empty if no JAR contains the app. */
    Optional<String> index(String portalPath) {
        byte[] page = read(FOLDER + "index.html");
        return page == null
                ? Optional.empty()
                : Optional.of(new String(page, StandardCharsets.UTF_8).replace("=\"./", "=\"" + portalPath));
    }

    /** Whether a JAR contains the app. */
    public boolean exist() {
        return classes.getResource(FOLDER + "index.html") != null;
    }

    /** A file below {@code assets/}. */
    Optional<AppFile> asset(String path, boolean gzipTaken) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !ASSET.matcher(path).matches()) {
            return Optional.empty();
        }
        String file = FOLDER + "assets/" + path;
        byte[] packed = gzipTaken ? read(file + ".gz") : null;
        if (packed != null) {
            return Optional.of(new AppFile(packed, type, true));
        }
        byte[] plain = read(file);
        return plain == null ? Optional.empty() : Optional.of(new AppFile(plain, type, false));
    }

    private byte @Nullable [] read(String resource) {
        try (InputStream stream = classes.getResourceAsStream(resource)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A file as it is sent. */
    static final class AppFile {
        private final byte[] bytes;
        private final String type;
        private final boolean packed;

        private AppFile(byte[] bytes, String type, boolean packed) {
            this.bytes = bytes;
            this.type = type;
            this.packed = packed;
        }

        /** The bytes to send; they are never changed. */
        byte[] bytes() {
            return bytes;
        }

        String type() {
            return type;
        }

        /** Whether it is compressed. */
        boolean packed() {
            return packed;
        }
    }
}
