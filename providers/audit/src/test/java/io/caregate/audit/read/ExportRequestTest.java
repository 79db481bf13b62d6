package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.export.ExportForm;
import io.caregate.audit.query.Order;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRequestTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "- | JSONL",
                "*/* | JSONL",
                "text/csv | CSV",
                "text/html, Text/CSV;q=0.5 | CSV",
                "application/fhir+json; fhirVersion=4.0 | FHIR",
                "application/jsonl, text/csv | JSONL"
            })
    void formWhenNotNamedThenByAccept(String accept, ExportForm form) throws Exception {
        assertThat(ExportRequest.parse(Map.of(), accept).form()).isEqualTo(form);
    }

    @Test
    void formWhenNamedThenItGoesBeforeAccept() throws Exception {
        ExportRequest request = ExportRequest.parse(
                Map.of("format", List.of("csv"), "type", List.of("LOGIN_ERROR")), "application/jsonl");

        assertThat(request.form()).isEqualTo(ExportForm.CSV);
        assertThat(request.filters().filter("type")).contains("LOGIN_ERROR");
        assertThat(request.filters().order()).isEqualTo(Order.ASC);
    }

    @ParameterizedTest
    @CsvSource({
        "format, xml, csv",
        "limit, 10, csv",
        "order, asc, fhir",
        "cursor, x, csv",
        "colour, red, csv",
        "type, LOGIN_ERROR, jsonl",
        "after, -1, jsonl",
        "after, 1.0, jsonl",
        "after, '', jsonl",
        "after, 7, csv",
        "after, 7, fhir",
        "from, yesterday, fhir"
    })
    void parameterWhenItMeansNothingThereThenNamed(String name, String value, String format) {
        Map<String, List<String>> parameters = name.equals("format")
                ? Map.of(name, List.of(value))
                : Map.of("format", List.of(format), name, List.of(value));
        assertThatThrownBy(() -> ExportRequest.parse(parameters, null))
                .isInstanceOf(BadParameterException.class)
                .hasMessageContaining(name);
    }

    @Test
    void afterWhenGivenThenTheEntriesBehindIt() throws Exception {
        assertThat(ExportRequest.parse(Map.of("after", List.of("1240")), null).after())
                .isEqualTo(1240);
        assertThat(ExportRequest.parse(Map.of(), null).after()).isZero();
        assertThatThrownBy(() -> ExportRequest.parse(Map.of("after", List.of("1", "2")), null))
                .isInstanceOf(BadParameterException.class);
    }
}
