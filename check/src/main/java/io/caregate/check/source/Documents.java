package io.caregate.check.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the documents of a file: JSON if it begins like JSON, otherwise YAML. */
public final class Documents {

    private static final int LOOK_AHEAD = 4096;

    private Documents() {}

    /**
     * The documents of a file, in order.
     *
     * @throws UnreadableException if it cannot be read as either
     */
    public static List<Value> read(Path file) throws UnreadableException {
        try {
            return read(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw new UnreadableException(file + ": there is no such file");
        } catch (IOException unreadable) {
            throw new UnreadableException(file + ": it cannot be read: " + unreadable.getMessage());
        }
    }

    /** The documents of a stream, for which messages use this name. */
    public static List<Value> read(String name, InputStream stream) throws IOException, UnreadableException {
        return read(name, stream.readAllBytes());
    }

    static List<Value> read(String name, byte[] bytes) throws IOException, UnreadableException {
        FileText file = FileText.of(name, bytes);
        try {
            return !isYaml(name) && beginsAsJson(file.bytes()) ? JsonDocument.read(file) : YamlDocument.read(file);
        } catch (CharacterCodingException noText) {
            throw new UnreadableException(name + ": it is no text in UTF-8");
        }
    }

    private static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    // Every relevant JSON text begins like this; a YAML text that does is JSON, or nearly.
    private static boolean beginsAsJson(byte[] bytes) {
        int first = 0;
        while (first < Math.min(bytes.length, LOOK_AHEAD)
                && (Character.isWhitespace(bytes[first]) || bytes[first] < 0)) {
            first++;
        }
        return first < bytes.length && (bytes[first] == '{' || bytes[first] == '[');
    }
}
