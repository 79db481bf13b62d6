package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.WitnessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The public keys of witnesses on the command line: each is {@code name+id+base64}, or a file of such lines. */
final class WitnessKeys {
    private WitnessKeys() {}

    /** The keys that the option {@code --witness} gives. */
    static List<WitnessKey> of(List<String> given) throws IOException, UnreadableException {
        List<WitnessKey> keys = new ArrayList<>();
        for (String each : given) {
            try {
                if (PublicKeys.isWritten(each)) {
                    keys.add(WitnessKey.parse(each));
                    continue;
                }
                List<WitnessKey> read = Files.readString(Path.of(each))
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(WitnessKey::parse)
                        .toList();
                if (read.isEmpty()) {
                    throw new IllegalArgumentException("the file holds no key");
                }
                keys.addAll(read);
            } catch (IllegalArgumentException e) {
                throw new UnreadableException("--witness " + each + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
