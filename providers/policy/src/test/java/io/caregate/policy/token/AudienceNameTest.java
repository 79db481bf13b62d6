package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.org/fhir",
                "https://api.example.org/fhir/",
                "HTTPS://API.example.org/fhir",
                "https://api.example.org:443/fhir",
                "https://api.example.org/x/../fhir",
                " https://api.example.org/fhir ",
                "https://api.example.org/fhir#part"
            })
    void addressWhenSpelledDifferentlyThenTheSameName(String spelling) {
        assertThat(AudienceName.normalized(spelling)).isEqualTo("https://api.example.org/fhir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.org",
                "https://api.example.org/FHIR",
                "https://api.example.org:8443/fhir",
                "http://api.example.org/fhir",
                "https://api.example.org/fhir?tenant=1",
                "https://api.example.org.evil.example/fhir",
                "api.example.org/fhir"
            })
    void addressWhenAnotherThenAnotherName(String other) {
        assertThat(AudienceName.normalized(other)).isNotEqualTo("https://api.example.org/fhir");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.org, /fhir, https://api.example.org/fhir",
        "https://api.example.org/, /fhir/, https://api.example.org/fhir",
        "https://api.example.org, https://other.example.org/, https://other.example.org",
        ", https://api.example.org, https://api.example.org"
    })
    void addressWhenRelativeThenBelowTheRoot(String root, String address, String name) {
        assertThat(AudienceName.normalized(root, address)).contains(name);
    }

    @Test
    void addressWhenThereIsNoneThenNoName() {
        assertThat(AudienceName.normalized("https://api.example.org", null)).isEmpty();
        assertThat(AudienceName.normalized("https://api.example.org", " ")).isEmpty();
        assertThat(AudienceName.normalized(null, "/fhir")).isEmpty();
    }

    @Test
    void textWhenNoUrlThenItStaysAsItIs() {
        assertThat(AudienceName.normalized("urn:client:health-api")).isEqualTo("urn:client:health-api");
        assertThat(AudienceName.normalized("https://[broken")).isEqualTo("https://[broken");
        assertThat(AudienceName.normalized("urn:x/")).isEqualTo("urn:x");
    }

    @Test
    void audienceWhenLookedAtThenItsForm() {
        assertThat(AudienceName.isAddress("urn:x")).isTrue();
        assertThat(AudienceName.isAddress("health-api")).isFalse();
        assertThat(AudienceName.isInternalId("0b0f9f1e-1111-4222-8333-944444444444"))
                .isTrue();
        assertThat(AudienceName.isInternalId("health-api")).isFalse();
        assertThat(AudienceName.isInternalId("0b0f9f1e1111-4222-8333-9444444444444"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.org:80/x, http://api.example.org/x",
        "http://api.example.org:443/x, http://api.example.org:443/x",
        "https://api.example.org:80/x, https://api.example.org:80/x",
        "https://api.example.org:443/x, https://api.example.org/x",
        "https://api.example.org:0/x, https://api.example.org:0/x",
        "ftp://api.example.org:80/x, ftp://api.example.org:80/x"
    })
    void portWhenOfTheSchemeThenLeftOut(String address, String name) {
        assertThat(AudienceName.normalized(address)).isEqualTo(name);
    }

    @Test
    void slashesWhenNothingElseThenNoName() {
        assertThat(AudienceName.normalized("//")).isEmpty();
        assertThat(AudienceName.isAddress(":")).isTrue();
    }
}
