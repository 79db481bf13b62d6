package io.caregate.portal.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The page that explains each problem; the type of a problem is its address with the code as the fragment. */
public final class ProblemPage {
    private ProblemPage() {}

    /** The whole page, without script and style. */
    public static String in(Language language) {
        String problems = Arrays.stream(ProblemType.values())
                .map(type -> "<dt id=\"" + type.code() + "\"><code>" + type.code() + "</code> "
                        + escaped(language.title(type)) + "</dt>\n<dd>" + escaped(language.detail(type)) + "</dd>\n")
                .collect(Collectors.joining());
        String fields = language.fieldCodes().stream()
                .map(code -> "<dt id=\"field-" + code + "\"><code>" + code + "</code></dt>\n<dd>"
                        + escaped(language.field(code)) + "</dd>\n")
                .collect(Collectors.joining());
        return "<!doctype html>\n<html lang=\"" + language.tag() + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped(language.page("title"))
                + "</title>\n</head>\n<body>\n<h1>" + escaped(language.page("title")) + "</h1>\n<dl>\n" + problems
                + "</dl>\n<h2>" + escaped(language.page("fields")) + "</h2>\n<dl>\n" + fields
                + "</dl>\n</body>\n</html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
