package io.caregate.portal.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPageTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void pageWhenRenderedThenEveryCodeOnceWithItsTextAndNoTextIsMarkup(Language language) {
        String page = ProblemPage.in(language);

        List<String> codes = new ArrayList<>(
                Stream.of(ProblemType.values()).map(ProblemType::code).toList());
        language.fieldCodes().forEach(code -> codes.add("field-" + code));
        assertThat(Pattern.compile("<dt id=\"([a-z0-9-]+)\">")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyElementsOf(codes);
        assertThat(page)
                .startsWith("<!doctype html>\n<html lang=\"" + language.tag() + "\">")
                .contains("<dt id=\"not-found\"><code>not-found</code> " + language.title(ProblemType.NOT_FOUND))
                .contains("&quot;use&quot;:&quot;sig&quot;")
                .doesNotContain("\"use\"", "${", "<#")
                .endsWith("</dl>\n</body>\n</html>\n");
    }
}
