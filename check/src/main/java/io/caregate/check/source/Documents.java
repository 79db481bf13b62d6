package io.caregate.check.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the documents of a file: JSON if it begins as JSON does, else YAML. */
public final class Documents {

    private static final int LOOK_AHEAD = 4096;

    private Documents() {}

    /**
     * The documents of a file, in its order.
     *
     * @throws UnreadableException if it cannot be read as either
     */
    public static List<Value> read(Path file) throws UnreadableException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (NoSuchFileException missing) {
            throw new UnreadableException(file + ": there is no such file");
        } catch (IOException unreadable) {
            throw new UnreadableException(file + ": it cannot be read: " + unreadable.getMessage());
        }
    }

    /** The documents of a stream, which messages call by this name. */
    public static List<Value> read(String name, InputStream stream) throws IOException, UnreadableException {
        InputStream in = new BufferedInputStream(stream);
        try {
            return !isYaml(name) && beginsAsJson(in) ? JsonDocument.read(name, in) : YamlDocument.read(name, in);
        } catch (MalformedInputException noText) {
            throw new UnreadableException(name + ": it is no text in UTF-8");
        }
    }

    private static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    // Every JSON text that is of use here begins so; a YAML one that does is JSON, or nearly.
    private static boolean beginsAsJson(InputStream in) throws IOException {
        in.mark(LOOK_AHEAD);
        int next = in.read();
        for (int i = 1; i < LOOK_AHEAD && next >= 0 && (Character.isWhitespace(next) || next > 0x7f); i++) {
            next = in.read();
        }
        in.reset();
        return next == '{' || next == '[';
    }
}
