package io.caregate.portal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names are those of the test; nothing is looked up anywhere. */
class HostCheckTest {

    private static HostCheck.Names answering(String... addresses) {
        return host -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }

    private static String error(HostCheck.Names names, String... internal) {
        try (HostCheck check = new HostCheck(names, Set.copyOf(Arrays.asList(internal)))) {
            return check.error("https://keys.example/jwks", "ann").orElse("none");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            93.184.216.34                    | none
            2606:2800:220:1:248:1893:25c8:1946 | none
            1.1.1.1                          | none
            172.15.255.255                   | none
            172.32.0.0                       | none
            100.63.255.255                   | none
            100.128.0.0                      | none
            0.0.0.0                          | url-not-public
            10.1.2.3                         | url-not-public
            100.64.0.1                       | url-not-public
            127.0.0.1                        | url-not-public
            127.255.255.254                  | url-not-public
            169.254.169.254                  | url-not-public
            172.16.0.1                       | url-not-public
            172.31.255.255                   | url-not-public
            192.0.0.192                      | url-not-public
            192.168.1.1                      | url-not-public
            198.18.0.1                       | url-not-public
            198.19.255.255                   | url-not-public
            224.0.0.1                        | url-not-public
            255.255.255.255                  | url-not-public
            ::                               | url-not-public
            ::1                              | url-not-public
            ::ffff:10.0.0.1                  | url-not-public
            ::127.0.0.1                      | url-not-public
            64:ff9b::7f00:1                  | url-not-public
            fe80::1                          | url-not-public
            fc00::1                          | url-not-public
            fd12:3456::1                     | url-not-public
            fd00:ec2::254                    | url-not-public
            ff02::1                          | url-not-public
            2001::1                          | url-not-public
            2001:db8::1                      | url-not-public
            2002:7f00:1::                    | url-not-public
            """)
    void hostWhenItsAddressIsNotPublicThenRefused(String address, String error) {
        assertThat(error(answering(address))).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, keys/, #/keys/jwksUrl", "10.0.0.1, '', #/jwksUrl", "93.184.216.34, keys/, "})
    void keysWhenTheirHostIsNotPublicThenRefusedAtTheirField(String address, String at, String pointer) {
        List<FieldError> refused = new ArrayList<>();
        try (HostCheck check = new HostCheck(answering(address), Set.of())) {
            check.require(null, at, "ann");
            check.require(new ClientKeys("{}", null, null), at, "ann");
            check.require(new ClientKeys(null, "https://keys.example/jwks", null), at, "ann");
        } catch (ProblemException problem) {
            refused.addAll(problem.errors());
        }

        assertThat(refused)
                .isEqualTo(
                        pointer == null ? List.of() : List.of(new FieldError(pointer, "url-not-public", null, null)));
    }

    @Test
    void hostWhenOneOfItsAddressesIsInsideThenRefused() {
        assertThat(error(answering("93.184.216.34", "10.0.0.1"))).isEqualTo("url-not-public");
        assertThat(error(answering())).isEqualTo("url-not-public");
    }

    @Test
    void hostWhenTheOperatorNamesItThenAllowedAndNotLookedUp() {
        HostCheck.Names none = host -> {
            throw new AssertionError(host);
        };
        assertThat(error(none, "keys.example")).isEqualTo("none");
        assertThat(error(answering("10.0.0.1"), "other.example")).isEqualTo("url-not-public");
    }

    @Test
    void portWhenNotTheUsualOneThenOnlyForAHostThatTheOperatorNames() {
        try (HostCheck check = new HostCheck(answering("93.184.216.34"), Set.of("keys.hospital.example"))) {
            assertThat(check.error("https://keys.example:8443/jwks", "ann")).hasValue("url-not-https");
            assertThat(check.error("https://keys.example:443/jwks", "ann")).isEmpty();
            assertThat(check.error("https://keys.hospital.example:8443/jwks", "ann"))
                    .isEmpty();
        }
    }

    @Test
    void hostWhenUnknownThenRefused() {
        assertThat(error(host -> {
                    throw new UnknownHostException(host);
                }))
                .isEqualTo("url-unknown-host");
    }

    @Test
    void hostWhenTheNameServerIsSlowThenNobodyWaitsForLong() {
        CountDownLatch never = new CountDownLatch(1);
        assertThat(error(host -> {
                    try {
                        never.await();
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                    return new InetAddress[0];
                }))
                .isEqualTo("url-unknown-host");
    }

    /** Who waits for a silent name server keeps nobody else waiting, and not a second thread. */
    @Test
    void hostWhenALookUpOfTheSameUserGoesOnThenLaterAndOthersAreServed() {
        CountDownLatch end = new CountDownLatch(1);
        HostCheck.Names names = host -> {
            if (host.equals("silent.example")) {
                try {
                    end.await();
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            }
            return answering("93.184.216.34").addresses(host);
        };
        try (HostCheck check = new HostCheck(names, Set.of())) {
            assertThat(check.error("https://silent.example/jwks", "eve")).hasValue("url-unknown-host");
            assertThatThrownBy(() -> check.error("https://keys.example/jwks", "eve"))
                    .isInstanceOfSatisfying(ProblemException.class, later -> {
                        assertThat(later.type()).isEqualTo(ProblemType.TOO_MANY);
                        assertThat(later.retryAfter()).isNotNull();
                    });
            assertThat(check.error("https://keys.example/jwks", "ann")).isEmpty();

            end.countDown();
            await().untilAsserted(() -> assertThatCode(() -> check.error("https://keys.example/jwks", "eve"))
                    .doesNotThrowAnyException());
        }
    }
}
