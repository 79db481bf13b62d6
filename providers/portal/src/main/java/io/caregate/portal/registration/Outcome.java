package io.caregate.portal.registration;

import io.caregate.portal.request.RequestView;
import java.util.function.Function;

/**
 * How a permitted write has ended.
 *
 * @param <T> what there is to see of it once it is done
 */
public sealed interface Outcome<T> {
    /** What one of the two functions makes of it: the first if it is done, the second if it is requested. */
    <R> R map(Function<T, R> whenDone, Function<RequestView, R> whenRequested);

    /** It has taken effect. */
    record Done<T>(T value) implements Outcome<T> {
        @Override
        public <R> R map(Function<T, R> whenDone, Function<RequestView, R> whenRequested) {
            return whenDone.apply(value);
        }
    }

    /** An approver decides on it. */
    record Requested<T>(RequestView request) implements Outcome<T> {
        @Override
        public <R> R map(Function<T, R> whenDone, Function<RequestView, R> whenRequested) {
            return whenRequested.apply(request);
        }
    }
}
