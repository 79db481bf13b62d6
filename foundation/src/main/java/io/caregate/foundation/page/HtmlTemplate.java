package io.caregate.foundation.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;

/**
 * A page, or parts of one, as a template of FreeMarker, which Keycloak has for its own pages. Every value is escaped
 * for HTML. Threads may share an instance.
 */
public final class HtmlTemplate {

    private final Template template;

    private HtmlTemplate(Template template) {
        this.template = template;
    }

    /** The template in this file of the JAR, next to this class. */
    public static HtmlTemplate of(Class<?> neighbour, String file) {
        Configuration settings = new Configuration(Configuration.VERSION_2_3_32);
        settings.setClassForTemplateLoading(neighbour, "");
        settings.setOutputFormat(HTMLOutputFormat.INSTANCE);
        settings.setDefaultEncoding("UTF-8");
        // Numbers as they are, without separators of a language.
        settings.setNumberFormat("computer");
        settings.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        settings.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        settings.setLogTemplateExceptions(false);
        // The writer's owner decides when to send.
        settings.setAutoFlush(false);
        try {
            return new HtmlTemplate(settings.getTemplate(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /**
     * Writes the template with these values.
     *
     * @throws IllegalStateException if the template needs a value that is not among them
     */
    public void write(Map<String, ?> values, Writer out) throws IOException {
        try {
            template.process(values, out);
        } catch (TemplateException incomplete) {
            throw new IllegalStateException(incomplete);
        }
    }
}
