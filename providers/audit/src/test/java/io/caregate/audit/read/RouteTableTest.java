package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.http.RouteTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final RouteTable REST = RouteTable.below(AuditResource.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events",
                "/events/",
                "/events/1",
                "/events/123456789012345678",
                "/checkpoints",
                "/checkpoints/consistency",
                "/export",
                "/status",
                "/tail"
            })
    void addressWhenItIsOneThenItIsRead(String path) {
        assertThat(REST.methods(path)).containsExactly("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/event",
                "/events/0",
                "/events/01",
                "/events/-1",
                "/events/1234567890123456789",
                "/events/1/2",
                "/events//1",
                "/checkpoints/1",
                "/EXPORT",
                "/tail/1"
            })
    void addressWhenItIsNoneThenNoMethods(String path) {
        assertThat(REST.methods(path)).isEmpty();
    }
}
