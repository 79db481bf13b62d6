package io.caregate.audit.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogSinkFactoryTest {
    private static List<ConfiguredSink> sinks(Map<String, String> given) {
        return ConfiguredSink.of(new SyslogSinkFactory(), TestConfig.scope("caregate-audit-sink", "syslog", given));
    }

    @Test
    void sinkWhenNoOptionThenNotWanted() {
        assertThat(sinks(Map.of())).isEmpty();
    }

    @Test
    void sinkWhenHostAloneThenWanted() {
        assertThat(sinks(Map.of("host", "siem.example.org"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000, port",
        "port, x, port",
        "transport, udp, transport",
        "transport, tcp, transport",
        "format, xml, format",
        "format, sealed, format",
        "facility, kern, facility",
        "confirm, yes, confirm",
        "client-key-file, /nonexistent, client-key-file"
    })
    void optionWhenNotAllowedThenTheStartStopsWithItsName(String name, String value, String named) {
        assertThatThrownBy(() -> sinks(Map.of("host", "siem.example.org", name, value)))
                .hasMessageContaining("--spi-caregate-audit-sink--syslog--" + named + " is ");
    }

    @Test
    void hostWhenMissingThenTheStartStops() {
        assertThatThrownBy(() -> sinks(Map.of("port", "6514")))
                .hasMessageContaining("--spi-caregate-audit-sink--syslog--host is");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "localhost, false", "siem.example.org, true"})
    void plainTcpWhenToThisMachineOrAllowedThenTaken(String host, String allowed) {
        assertThat(sinks(Map.of("host", host, "transport", "tcp", "allow-plain-tcp", allowed)))
                .hasSize(1);
    }

    @Test
    void certificateWhenItsKeyIsMissingOrNoneThenTheStartStops(@TempDir Path folder) throws Exception {
        Identity own = Identity.make(folder, "client");
        Path noKey = Files.writeString(folder.resolve("none"), "no key");
        Map<String, String> alone = Map.of(
                "host", "h", "client-certificate-file", own.certificateFile().toString());
        Map<String, String> wrong = Map.of(
                "host", "h",
                "client-certificate-file", own.certificateFile().toString(),
                "client-key-file", noKey.toString());
        Map<String, String> right = Map.of(
                "host", "h",
                "client-certificate-file", own.certificateFile().toString(),
                "client-key-file", own.keyFile().toString());

        assertThatThrownBy(() -> sinks(alone)).hasMessageContaining("client-key-file is not set");
        assertThatThrownBy(() -> sinks(wrong)).hasMessageContaining("client-certificate-file is ");
        assertThat(sinks(right)).hasSize(1);
    }
}
