package io.caregate.foundation.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaPrefixTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
                    null         | ``
                    ` `          | ``
                    keycloak     | keycloak.
                    Key_Cloak2   | Key_Cloak2.
                    2keycloak    | "2keycloak".
                    key-cloak    | "key-cloak".
                    a"; DROP     | "a""; DROP".
                    """)
    void schemaWhenNamedThenItAndADotQuotedWhereNotPlain(@Nullable String schema, String prefix) {
        assertThat(SchemaPrefix.of(schema)).isEqualTo(prefix);
    }
}
