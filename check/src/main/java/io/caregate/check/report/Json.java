package io.caregate.check.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;

/** JSON that people can also read, the same on every system. */
final class Json {

    private static final JsonFactory JSON = new JsonFactory();

    private Json() {}

    static JsonGenerator generator(Writer out) throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        JsonGenerator json = JSON.createGenerator(out)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
        return json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }
}
