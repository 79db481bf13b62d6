package io.caregate.sampleapi.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", emptyValue = "", textBlock = """
            max-age=120                    | 120
            public, max-age=120            | 120
            public,MAX-AGE=120,no-transform| 120
            max-age="120"                  | 120
            max-age=30                     | 30
            max-age=29                     | 30
            max-age=600                    | 600
            max-age=601                    | 600
            max-age=2592000                | 600
            max-age=999999999999999999     | 600
            max-age=9999999999999999999999 | 600
            no-cache                       | 30
            max-age=120, no-cache          | 30
            no-store,max-age=120           | 30
            s-max-age=120                  | 30
            max-age=-1                     | 30
            max-age=                       | 30
            ''                             | 30
            """)
    void headerWhenReadThenItsAgeWithinOurLimits(String header, long seconds) {
        assertThat(Freshness.of(header)).hasSeconds(seconds);
    }
}
