package io.caregate.policy.posture;

import io.caregate.policy.rule.IdentityClaim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Protocol mappers that write identity claims from sources that should not supply them. */
final class Mappers {

    private Mappers() {}

    /** The mappers of a client or a client scope. */
    static <N extends Written<N>> List<PostureFinding<N>> of(N holder, String subject) {
        return holder.items("protocolMappers")
                .flatMap(mapper -> misused(mapper, subject))
                .toList();
    }

    private static <N extends Written<N>> Stream<PostureFinding<N>> misused(N mapper, String subject) {
        Map<String, String> settings = new HashMap<>();
        mapper.member("config").ifPresent(config -> config.names()
                .forEach(name -> config.text(name).ifPresent(value -> settings.put(name, value))));
        return IdentityClaim.misused(mapper.text("protocolMapper").orElse(null), settings).stream()
                .map(claim -> new PostureFinding<>(
                        PostureCheck.IDENTITY_MAPPER,
                        subject,
                        "protocolMappers." + mapper.text("name").orElse(""),
                        settings.getOrDefault(IdentityClaim.CLAIM_NAME, ""),
                        IdentityClaim.problem(claim),
                        IdentityClaim.ADVICE,
                        mapper));
    }
}
