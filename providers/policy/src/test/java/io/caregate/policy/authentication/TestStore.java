package io.caregate.policy.authentication;

import java.util.HashMap;
import java.util.Map;

/** A store of single-use objects in memory, in which nothing expires. */
final class TestStore implements JtiReplayCache.Store {

    /** The number of seconds for which each key is kept. */
    final Map<String, Long> kept = new HashMap<>();

    @Override
    public boolean putIfAbsent(String key, long seconds) {
        return kept.putIfAbsent(key, seconds) == null;
    }
}
