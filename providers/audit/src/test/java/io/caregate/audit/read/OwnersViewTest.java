package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersViewTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static Optional<Map<String, String>> view(String entry) throws JsonProcessingException {
        return OwnersView.of(JSON.readTree(entry));
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_ERROR, invalid_redirect_uri, true",
        "LOGIN_ERROR, invalid_request, true",
        "LOGIN_ERROR, access_denied, true",
        "LOGIN_ERROR, invalid_user_credentials, false",
        "LOGIN_ERROR, user_not_found, false",
        "LOGIN_ERROR, user_temporarily_disabled, false",
        "LOGIN_ERROR, rejected_by_user, false",
        "LOGIN_ERROR, '', false",
        "CLIENT_LOGIN_ERROR, invalid_client_credentials, true",
        "CLIENT_LOGIN_ERROR, '', false",
        "CODE_TO_TOKEN_ERROR, invalid_code, true",
        "CODE_TO_TOKEN_ERROR, user_disabled, false",
        "CODE_TO_TOKEN_ERROR, invalid_user, false",
        "REFRESH_TOKEN_ERROR, invalid_token, true",
        "RESET_PASSWORD_ERROR, user_not_found, false",
        "REGISTER_ERROR, email_in_use, false",
        "CAREGATE_AUDIT_READ_ERROR, access_denied, false",
        "CLIENT_UPDATE_ERROR, invalid_redirect_uri, false",
    })
    void errorWhenTheClientOrItsRequestCausesItThenShown(String type, String error, boolean shown)
            throws JsonProcessingException {
        assertThat(view("{\"type\":\"%s\",\"time\":\"t\",\"error\":\"%s\"}".formatted(type, error)))
                .isEqualTo(shown ? Optional.of(Map.of("time", "t", "type", type, "error", error)) : Optional.empty());
    }

    @Test
    void errorWhenItNamesAUserAndAnAddressThenNeitherIsShown() throws JsonProcessingException {
        assertThat(view("""
                        {"type":"LOGIN_ERROR","time":"t","error":"invalid_redirect_uri","rule":"exact-redirect-uri",
                        "client":"app","user":"u1","session":"s1","ip":"192.0.2.7","userAgent":"Firefox","path":"/p",
                        "details":{"username":"pat","redirect_uri":"https://pat:pw@app.example/cb?user=pat#x",
                        "reason":"not registered","code_id":"c1"}}"""))
                .contains(Map.of(
                        "time", "t",
                        "type", "LOGIN_ERROR",
                        "error", "invalid_redirect_uri",
                        "rule", "exact-redirect-uri",
                        "redirectUri", "https://app.example/cb",
                        "reason", "not registered"));
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_LOGIN_ERROR, invalid_client_credentials, '', true",
        "CODE_TO_TOKEN_ERROR, invalid_code, '', false",
        "CODE_TO_TOKEN_ERROR, invalid_request, pkce-s256, true",
        "CLIENT_LOGIN_ERROR, access_denied, required-role, false",
    })
    void reasonWhenItMayNameAUserThenNotShown(String type, String error, String rule, boolean shown)
            throws JsonProcessingException {
        String entry = "{\"type\":\"%s\",\"time\":\"t\",\"error\":\"%s\",%s\"details\":{\"reason\":\"why\"}}"
                .formatted(type, error, rule.isEmpty() ? "" : "\"rule\":\"" + rule + "\",");

        assertThat(view(entry).orElseThrow().containsKey("reason")).isEqualTo(shown);
    }

    @Test
    void valueWhenItIsNoTextThenLeftOut() throws JsonProcessingException {
        var found = view("""
                {"type":"LOGOUT_ERROR","time":"t","error":"e","rule":1,
                "details":{"redirect_uri":null,"reason":{}}}""");

        assertThat(found).contains(Map.of("time", "t", "type", "LOGOUT_ERROR", "error", "e"));
    }
}
