package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # uri                          | scheme | authority          | host         | port | path | query | fragment
            HTTPS://A.example:8443/p?q#f       | https  | A.example:8443     | a.example    | 8443 | /p   | q     | f
            https://a.example                  | https  | a.example          | a.example    | ''   | ''   |       |
            https://a.example?#                | https  | a.example          | a.example    | ''   | ''   | ''    | ''
            https://a.example#f?q              | https  | a.example          | a.example    | ''   | ''   |       | f?q
            https://a.example?q/p              | https  | a.example          | a.example    | ''   | ''   | q/p   |
            https://u:p@a.example:1/           | https  | u:p@a.example:1    | a.example    | 1    | /    |       |
            https://a@b@c.example/             | https  | a@b@c.example      | c.example    | ''   | /    |       |
            https://[::1]:1/                   | https  | [::1]:1            | [::1]        | 1    | /    |       |
            https://[::1]                      | https  | [::1]              | [::1]        | ''   | ''   |       |
            https:///p                         | https  | ''                 | ''           | ''   | /p   |       |
            https:/p                           | https  |                    | ''           | ''   | /p   |       |
            a.b+c-1:x                          | a.b+c-1 |                   | ''           | ''   | x    |       |
            aAzZ09+-.:x                        | aazz09+-. |                 | ''           | ''   | x    |       |
            Z:x                                | z      |                    | ''           | ''   | x    |       |
            a{:x                               | ''     |                    | ''           | ''   | a{:x |       |
            a[:x                               | ''     |                    | ''           | ''   | a[:x |       |
            1a:x                               | ''     |                    | ''           | ''   | 1a:x |       |
            //a.example/p                      | ''     | a.example          | a.example    | ''   | /p   |       |
            /p:q                               | ''     |                    | ''           | ''   | /p:q |       |
            :x                                 | ''     |                    | ''           | ''   | :x   |       |
            ?x                                 | ''     |                    | ''           | ''   | ''   | x     |
            '#x'                               | ''     |                    | ''           | ''   | ''   |       | x
            ''                                 | ''     |                    | ''           | ''   | ''   |       |
            """)
    void parseWhenTextThenPartsOfRfc3986AppendixB(
            String uri,
            String scheme,
            String authority,
            String host,
            String port,
            String path,
            String query,
            String fragment) {
        assertThat(UriText.parse(uri)).isEqualTo(new UriText(scheme, authority, host, port, path, query, fragment));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example",
        "https://A.example:443/p, https://a.example",
        "https://a.example:80, https://a.example:80",
        "http://127.0.0.1:80/, http://127.0.0.1",
        "http://[::1]:443, http://[::1]:443"
    })
    void originWhenDefaultPortThenLeftOut(String uri, String origin) {
        assertThat(UriText.parse(uri).origin()).isEqualTo(origin);
    }
}
