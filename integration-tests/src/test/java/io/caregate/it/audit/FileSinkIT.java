package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.it.fixture.SharedServer;
import io.caregate.server.ServerStartException;
import org.junit.jupiter.api.Test;

/** Options of the file sink that stop the start. {@link StoredTablesIT} tests its output. */
final class FileSinkIT {
    private static final String SINK = "--spi-caregate-audit-sink--file--";

    @Test
    void startWhenAnOptionIsBadThenItsNameAndWhatIsAllowed() {
        var builder = SharedServer.builder().option(SINK + "directory=/tmp").option(SINK + "format=xml");
        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(SINK + "format is \"xml\", but must be sealed, json");
    }

    @Test
    void startWhenTheDestinationIsMissingThenItsName() {
        var builder = SharedServer.builder().option(SINK + "max-size=10");
        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(SINK + "directory is not set, but must be a folder");
    }
}
