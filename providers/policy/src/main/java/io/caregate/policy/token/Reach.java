package io.caregate.policy.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The APIs for which a token is valid.
 *
 * @param audiences every audience under which an API could accept it
 * @param apis the protected APIs among them
 */
record Reach(List<@Nullable String> audiences, List<ProtectedApi> apis) {}
