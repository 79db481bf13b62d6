package io.caregate.portal.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.portal.problem.FieldError;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeysTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The key of RFC 7638 section 3.1, and its thumbprint. */
    private static final String RFC_7638 =
            "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4"
                    + "cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt"
                    + "7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbIS"
                    + "D08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDK"
                    + "gw\",\"e\":\"AQAB\"}";

    private static final String THUMBPRINT = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    private final List<FieldError> errors = new ArrayList<>();

    private Optional<ClientKeys> jwks(String... keys) throws JsonProcessingException {
        JsonNode jwks = JSON.readTree("{\"keys\":[" + String.join(",", keys) + "]}");
        return ClientKeys.read(new KeySource(null, jwks, null), "keys/", errors);
    }

    private Optional<ClientKeys> pem(String label, byte[] der) {
        String pem = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return ClientKeys.read(new KeySource(pem, null, null), "", errors);
    }

    private static KeyPair pair(String algorithm, String parameter) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        } else if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(parameter));
        }
        return generator.generateKeyPair();
    }

    @Test
    void jwkWhenItHasNoNameThenItsThumbprintIsItsName() throws JsonProcessingException {
        ClientKeys keys = jwks(RFC_7638).orElseThrow();

        assertThat(ClientKeys.views(keys.jwks())).containsExactly(new ClientKeys.KeyView(THUMBPRINT, "RS384"));
        assertThat(keys.algorithm()).isEqualTo("RS384");
        JsonNode stored = JSON.readTree(keys.jwks()).path("keys").path(0);
        assertThat(stored.path("use").asText()).isEqualTo("sig");
        assertThat(stored.path("alg").asText()).isEqualTo("RS384");
        assertThat(stored.path("n")).isEqualTo(JSON.readTree(RFC_7638).path("n"));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, ",
        "RSA, 1024, key-unfit",
        "EC, secp384r1, ",
        "EC, secp256r1, key-unfit",
        "Ed25519, x, key-unreadable"
    })
    void pemWhenPublicThenOnlyAFitKeyIsTaken(String algorithm, String parameter, String error)
            throws GeneralSecurityException {
        Optional<ClientKeys> keys =
                pem("PUBLIC KEY", pair(algorithm, parameter).getPublic().getEncoded());

        assertThat(keys.isPresent()).isEqualTo(error == null);
        assertThat(errors).extracting(FieldError::code).isEqualTo(error == null ? List.of() : List.of(error));
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVATE KEY, key-private",
        "RSA PRIVATE KEY, key-private",
        "ENCRYPTED PRIVATE KEY, key-private",
        "EC PRIVATE KEY, key-private",
        "CERTIFICATE REQUEST, key-unreadable",
        "PUBLIC KEY, key-unreadable"
    })
    void pemWhenAPrivateKeyThenNotTakenUnderAnyLabel(String label, String code) throws GeneralSecurityException {
        assertThat(pem(label, pair("RSA", "2048").getPrivate().getEncoded())).isEmpty();
        assertThat(errors).extracting(FieldError::code).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kty":"RSA","n":"AQAB","e":"AQAB"}                                   | key-unfit
            {"kty":"RSA","e":"AQAB"}                                              | key-unreadable
            {"kty":"RSA","n":"!!!","e":"AQAB"}                                    | key-unreadable
            {"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}                          | key-unfit
            {"kty":"EC","crv":"P-384","x":"AQ","y":"AQ"}                          | key-unfit
            {"kty":"OKP","crv":"Ed25519","x":"AQ"}                                | key-unfit
            {"kty":"oct","k":"AQAB"}                                              | key-private
            {"kty":"EC","crv":"P-384","x":"AQ","y":"AQ","d":"AQ"}                 | key-private
            7                                                                     | key-unreadable
            """)
    void jwkWhenUnfitThenRefusedAtItsPlace(String jwk, String code) throws JsonProcessingException {
        assertThat(jwks(RFC_7638, jwk)).isEmpty();
        assertThat(errors).containsExactly(FieldError.of("keys/jwks/keys/1", code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "alg":"RS384"            |
            "alg":"RS256"            | key-algorithm
            "use":"sig"              |
            "use":"enc"              | key-algorithm
            "key_ops":["verify"]     |
            "key_ops":["sign"]       | key-algorithm
            "kid":"a"                |
            "kid":""                 | key-id-form
            "kid":7                  | key-id-form
            "kid":"a b"              | key-id-form
            "kid":"Schlüssel"        | key-id-form
            """)
    void jwkWhenItSaysWhatItIsForThenOnlyToSign(String member, String code) throws JsonProcessingException {
        boolean taken = jwks(RFC_7638.replace("\"kty\"", member + ",\"kty\"")).isPresent();

        assertThat(taken).isEqualTo(code == null);
        assertThat(errors).extracting(FieldError::code).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void jwksWhenAnExponentIsSmallThenUnfit() throws JsonProcessingException {
        assertThat(jwks(RFC_7638.replace("AQAB", "Aw"))).isEmpty();
        assertThat(errors).extracting(FieldError::code).containsExactly("key-unfit");
    }

    @Test
    void jwksWhenTwoKeysHaveOneNameThenRefused() throws JsonProcessingException {
        assertThat(jwks(RFC_7638, RFC_7638)).isEmpty();
        assertThat(errors).containsExactly(FieldError.of("keys/jwks", "key-id"));
    }

    @Test
    void jwksWhenEmptyOrManyThenRefused() throws JsonProcessingException {
        assertThat(jwks()).isEmpty();
        String[] many = new String[11];
        java.util.Arrays.fill(many, RFC_7638);
        assertThat(jwks(many)).isEmpty();
        assertThat(errors).extracting(FieldError::code).containsExactly("key-count", "key-count");
    }

    @Test
    void sourceWhenNotExactlyOneThenRefused() {
        assertThat(ClientKeys.read(new KeySource(null, null, null), "keys/", errors))
                .isEmpty();
        assertThat(ClientKeys.read(new KeySource("x", null, "y"), "", errors)).isEmpty();
        assertThat(errors).extracting(FieldError::pointer).containsExactly("#/keys", "#");
    }

    @Test
    void sourceWhenPrintedThenNothingOfTheKey() {
        assertThat(new KeySource("secret", null, null)).hasToString("KeySource");
    }
}
