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
                "/events/1/proof",
                "/checkpoints",
                "/checkpoints/consistency",
                "/log/checkpoint",
                "/log/tile/0/000",
                "/log/tile/0/x001/x234/067",
                "/log/tile/0/273.p/112",
                "/log/tile/63/x001/000.p/1",
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
                "/tail/1",
                "/events/1/proof/2",
                "/log",
                "/log/tile",
                "/log/tile/0",
                "/log/tile/entries/000",
                "/log/tile/000/000",
                "/log/tile/0/000.p",
                "/log/tile/0/abc",
                "/log/tile/0/../checkpoint"
            })
    void addressWhenItIsNoneThenNoMethods(String path) {
        assertThat(REST.methods(path)).isEmpty();
    }
}
