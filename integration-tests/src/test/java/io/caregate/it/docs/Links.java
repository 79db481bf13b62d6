package io.caregate.it.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The links of a Markdown document to files next to it and to headings, as GitHub names them. */
final class Links {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    private Links() {}

    /** Those whose file or heading does not exist. Addresses of the web are not looked at. */
    static List<String> broken(Path document) {
        return LINK.matcher(Repository.read(document))
                .results()
                .map(match -> match.group(1))
                .filter(target -> !target.contains(":"))
                .filter(target -> !exists(document, target))
                .toList();
    }

    private static boolean exists(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(file)
                && (parts.length == 1
                        || !file.toString().endsWith(".md")
                        || headings(file).contains(parts[1]));
    }

    private static Set<String> headings(Path document) {
        return HEADING.matcher(BLOCK.matcher(Repository.read(document)).replaceAll(""))
                .results()
                .map(match -> match.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
