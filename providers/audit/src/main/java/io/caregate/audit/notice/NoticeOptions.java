package io.caregate.audit.notice;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operator's options for notices.
 *
 * @param to the mail addresses of those who are told; empty if nobody is
 * @param after how long something must have needed attention until they are told
 */
public record NoticeOptions(List<String> to, Duration after) {
    public static final String TO = "notices-to";

    public static final String AFTER = "notices-after";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(TO, AFTER);

    private static final Duration USUAL_AFTER = Duration.ofMinutes(5);
    private static final Duration LEAST_AFTER = Duration.ofSeconds(10);
    private static final Duration MOST_AFTER = Duration.ofDays(1);

    private static final int MOST = 20;

    /** RFC 5321 allows more; what it refuses here is more likely a mistake than an address. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}");

    public NoticeOptions {
        to = List.copyOf(to);
    }

    /**
     * Reads the options of the listener.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    public static NoticeOptions from(Options listener) {
        return new NoticeOptions(
                listener.value(
                        TO,
                        List.of(),
                        NoticeOptions::addresses,
                        "mail addresses, comma-separated, such as it-security@hospital.example; at most " + MOST),
                listener.duration(AFTER, LEAST_AFTER, MOST_AFTER).orElse(USUAL_AFTER));
    }

    private static Optional<List<String>> addresses(String list) {
        List<String> addresses =
                Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList();
        return addresses.size() <= MOST
                        && addresses.stream()
                                .allMatch(address -> ADDRESS.matcher(address).matches())
                ? Optional.of(addresses)
                : Optional.empty();
    }
}
