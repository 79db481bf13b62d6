package io.caregate.portal.problem;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;

/** The page that explains each problem; the type of a problem is its address with the code as the fragment. */
public final class ProblemPage {
    private static final Configuration TEMPLATES = templates();

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
            TEMPLATES.getTemplate("problems.ftlh").process(model, page);
        } catch (IOException | TemplateException impossible) {
            throw new IllegalStateException("the page of problems has no template that fits", impossible);
        }
        return page.toString();
    }

    // The ending .ftlh escapes every value for HTML.
    private static Configuration templates() {
        Configuration templates = new Configuration(Configuration.VERSION_2_3_32);
        templates.setClassForTemplateLoading(ProblemPage.class, "/caregate-portal");
        templates.setDefaultEncoding("UTF-8");
        templates.setLogTemplateExceptions(false);
        return templates;
    }
}
