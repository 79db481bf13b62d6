package io.caregate.policy.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code uri-confusions.txt}.
 *
 * @param redirectUri the clients that may register it as a redirect URI
 * @param webOrigin whether it may be registered as a web origin
 * @param what the confusion, for failure messages
 */
record UriConfusion(RedirectUri redirectUri, boolean webOrigin, String text, String what) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:\\\\|u([0-9a-f]{4}))");

    enum RedirectUri {
        REFUSED,
        ACCEPTED,
        /** For a public client. */
        PUBLIC,
        /** For an acceptance client. */
        ACCEPTANCE;

        boolean isAcceptedBy(RedirectUriRule rule) {
            return switch (this) {
                case REFUSED -> false;
                case ACCEPTED -> true;
                case PUBLIC -> rule.publicClient();
                case ACCEPTANCE -> rule.environment() == Environment.ACCEPTANCE;
            };
        }
    }

    static List<UriConfusion> all() {
        try (var lines = new BufferedReader(new InputStreamReader(
                UriConfusion.class.getResourceAsStream("/uri-confusions.txt"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(UriConfusion::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UriConfusion parse(String line) {
        String[] columns = line.split("\\|", -1);
        if (columns.length != 4) {
            throw new IllegalArgumentException(line);
        }
        String webOrigin = columns[1].strip();
        if (!webOrigin.matches("refused|accepted")) {
            throw new IllegalArgumentException(line);
        }
        return new UriConfusion(
                RedirectUri.valueOf(columns[0].strip().toUpperCase(Locale.ROOT)),
                webOrigin.equals("accepted"),
                unescaped(columns[2].strip()),
                columns[3].strip());
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null ? "\\" : "" + (char) Integer.parseInt(escape.group(1), 16)));
    }

    @Override
    public String toString() {
        return PrintableText.printable(text, 120) + " (" + what + ")";
    }
}
