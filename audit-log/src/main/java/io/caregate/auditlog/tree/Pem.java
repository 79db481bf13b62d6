package io.caregate.auditlog.tree;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The textual encoding of keys, RFC 7468. */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /** Whether there is a block with this label. */
    static boolean has(String text, String label) {
        return text.contains("-----BEGIN " + label + "-----");
    }

    /** The one block with this label. Throws {@link IllegalArgumentException} if there is none. */
    static byte[] decode(String text, String label) {
        Matcher block = Pattern.compile(
                        "-----BEGIN " + label + "-----\\s+([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no block BEGIN " + label);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    static String encode(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
