package io.caregate.it.policy;

import io.caregate.it.driver.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Texts that are URIs or nearly so: the corpus of known confusions, changes of it, and newly composed texts. */
final class UriCandidates {
    private static final List<String> PIECES = List.of(
            "https://",
            "http://",
            "HTTPS://",
            "com.example.app:/",
            ":",
            "//",
            "/",
            "\\",
            "@",
            "#",
            "?",
            "&",
            "=",
            "+",
            "%",
            "%2e",
            "%2E",
            "%2f",
            "%5B",
            "%41",
            "%7e",
            "%40",
            "%c3%bc",
            "%ff",
            "%252e",
            ".",
            "..",
            "/..",
            "/.",
            "...",
            "[",
            "]",
            "[::1]",
            "[::ffff:7f00:1]",
            "127.0.0.1",
            "127.1",
            "0x7f",
            "08",
            "xn--",
            "xn--gd-fmca",
            "xn--a",
            "localhost",
            "EXAMPLE",
            "_",
            "-",
            "--",
            "~",
            "!",
            "$",
            "'",
            "(",
            ")",
            ",",
            ";",
            ":443",
            ":80",
            ":0",
            ":65535",
            ":65536",
            "\u3002",
            "\u00ad",
            "\t",
            "\u0000",
            " ",
            "|",
            "^",
            "`",
            "\"",
            "<",
            "{");
    private static final String PATH = "abXY09-._~:@!$&'()+,;=/";
    private static final String HOST = "abcxyzABZ0189-_";
    private static final List<String> ENCODED = List.of("%20", "%2e", "%2F", "%41", "%7E", "%c3%bc", "%ff", "%25");

    private final Random random;
    private final List<String> corpus;

    UriCandidates(long seed) {
        this.random = new Random(seed);
        this.corpus = readCorpus();
    }

    /** About this number of different texts. */
    Set<String> take(int many) {
        Set<String> texts = new TreeSet<>(corpus);
        while (texts.size() < many) {
            texts.add(
                    switch (random.nextInt(4)) {
                        case 0 -> changed(one(corpus));
                        case 1 -> changed(changed(one(corpus)));
                        case 2 -> changed(composed());
                        default -> composed();
                    });
        }
        return texts;
    }

    private String changed(String text) {
        int at = random.nextInt(text.length() + 1);
        int gone = random.nextInt(3);
        String piece = random.nextInt(5) == 0 ? "" : one(PIECES);
        return text.substring(0, at) + piece + text.substring(Math.min(at + gone, text.length()));
    }

    private String composed() {
        String start = one(List.of("https://", "https://", "https://", "Https://", "http://", "com.example.app://"));
        String host = one(List.of("", "", "", "127.0.0.1", "[::1]", "[2001:db8::a]", "localhost", "192.0.2.7"));
        String port = one(List.of("", "", ":443", ":80", ":" + (1 + random.nextInt(65535))));
        String path = random.nextInt(4) == 0 ? "" : "/" + text(PATH, 12);
        String query = random.nextInt(3) == 0 ? "?" + text(PATH + "?[]", 12) : "";
        return start + (host.isEmpty() ? name() : host) + port + path + query;
    }

    private String name() {
        List<String> labels = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            labels.add((random.nextInt(8) == 0 ? "xn--" : "") + letters(1 + random.nextInt(9)));
        }
        return String.join(".", labels);
    }

    private String letters(int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(HOST.charAt(random.nextInt(HOST.length())));
        }
        return letters.toString();
    }

    private String text(String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(random.nextInt(6) == 0 ? one(ENCODED) : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<String> readCorpus() {
        Path file = Folders.policy().resolve("src/test/resources/uri-confusions.txt");
        try {
            // Lines with an escaped character are left out: no URI has one.
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && line.indexOf('\\') < 0)
                    .map(line -> line.split("\\|", -1)[2].strip())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
