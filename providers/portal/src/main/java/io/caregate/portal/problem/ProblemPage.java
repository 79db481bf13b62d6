package io.caregate.portal.problem;

import io.caregate.foundation.page.HtmlTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/** The page that explains each problem; the type of a problem is its address with the code as the fragment. */
public final class ProblemPage {
    private static final HtmlTemplate TEMPLATE = HtmlTemplate.of(ProblemPage.class, "problems.ftlh");

    private ProblemPage() {}

    /** The whole page, without script and style. */
    public static String in(Language language) {
        Map<String, Object> model = Map.of(
                "language", language.tag(),
                "title", language.page("title"),
                "problems",
                        Arrays.stream(ProblemType.values())
                                .map(type -> Map.of(
                                        "code", type.code(),
                                        "title", language.title(type),
                                        "detail", language.detail(type)))
                                .toList(),
                "fieldsTitle", language.page("fields"),
                "fields",
                        language.fieldCodes().stream()
                                .map(code -> Map.of("code", code, "detail", language.field(code)))
                                .toList());
        StringWriter page = new StringWriter();
        try {
            TEMPLATE.write(model, page);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return page.toString();
    }
}
