package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.utils.StringUtil;

class TokenFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refresh_token[m",
                "refresh_[1;31mtoken",
                "refresh_token\u0007",
                "\u001b[2Jrefresh_token",
                "refresh_%1b[0mtoken",
                "refresh_token%0a",
                "refresh_token%7F"
            })
    void valueWhenItHasWhatKeycloakRemovesThenTakenAsKeycloakTakesIt(String sent) {
        assertThat(TokenForm.taken(sent)).isEqualTo("refresh_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "", "a [b] c", "%41", "[1;31", "\u00e4\u2028"})
    void valueWhenItHasNothingOfThatThenAsItIs(String sent) {
        assertThat(TokenForm.taken(sent)).isEqualTo(sent);
    }

    @Test
    void formWhenCopiedThenAllValuesInOrderAndNamesAsTheyAre() {
        Map<String, List<String>> taken =
                TokenForm.of(Map.of("scope", List.of("a[m", "", "b"), "grant_type[m", List.of("x")));

        assertThat(taken.get("scope")).containsExactly("a", "", "b");
        assertThat(taken).containsOnlyKeys("scope", "grant_type[m");
    }

    @Property(tries = 5_000)
    void valueWhenAnythingThenAsKeycloakItselfTakesIt(@ForAll("values") String sent) {
        assertThat(TokenForm.taken(sent)).isEqualTo(StringUtil.removeControlCharacters(sent));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                        "\u001b", "[", "m", "0", "1", ";", "%", "B", "b", "7F", "%1", "\n", "\u007f", "A", "z", "31")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
