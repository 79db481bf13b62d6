package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6TextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # not canonical           | canonical             | RFC 5952
            [2001:db8:0:0:0:0:0:1]    | [2001:db8::1]         | 4.2.1 shorten as much as possible
            [2001:db8:0:0:1:1:1:1]    | [2001:db8::1:1:1:1]   | 4.2.1 two groups are a run
            [2001:db8::0:1]           | [2001:db8::1]         | 4.2.1
            [2001:0:db8::1]           | [2001:0:db8::2]       | the same length, so both stand
            [2001:db8:1:2:3:4::5]     | [2001:db8:1:2:3:4:0:5] | 4.2.2 not for one group alone
            [2001:db8:0:0:1::1]       | [2001:db8::1:0:0:1]   | 4.2.3 the first of equal runs
            [1::2:0:0:0:3]            | [1:0:0:2::3]          | 4.2.3 the longest run
            [2001:0db8::1]            | [2001:db8::1]         | 4.1 no leading zeros
            [2001:DB8::1]             | [2001:db8::1]         | 4.3 lower case; parsing has lowered it already
            [::00]                    | [::]                  | 4.1
            [0::]                     | [::]                  | 4.2.1
            [1:2:3:4:5:6:7]           | [1:2:3:4:5:6:7:8]     | eight groups
            [1:2:3:4:5:6:7:8:9]       | [1:2:3:4:5:6:7:8]     | eight groups
            [1:2:3:4:5:6:7::]         | [1:2:3:4:5:6:7:0]     | 4.2.2
            [1::2::3]                 | [1::2:3]              | one gap
            [:::]                     | [::]                  | one gap
            [:1]                      | [::1]                 | no empty group
            [1:]                      | [1::]                 | no empty group
            [12345::1]                | [1234::1]             | four digits
            [g::1]                    | [f::1]                | hexadecimal
            [::ffff:127.0.0.1]        | [::ffff:7f00:1]       | as browsers print it
            []                        | [::]                  | not empty
            [::1                      | [::1]                 | closed
            [[::1]]                   | [::1]                 | once
            [::1%25eth0]              | [::1]                 | no zone
            """)
    void canonicalWhenWrittenOtherwiseThenNot(String other, String canonical, String why) {
        if (!why.startsWith("the same")) {
            assertThat(Ipv6Text.isCanonical(other)).as("%s: %s", other, why).isFalse();
        }
        assertThat(Ipv6Text.isCanonical(canonical)).as(canonical).isTrue();
    }
}
