package io.caregate.portal.store;

import io.caregate.foundation.log.ServerLog;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists of rows, some of which may be damaged. */
public final class ReadableRows {
    private static final ServerLog LOG = ServerLog.of(ReadableRows.class);

    private ReadableRows() {}

    /** The views of rows. A row that cannot be read is left out, which the log records; the others are still shown. */
    public static <R, V> List<V> views(Stream<R> rows, Function<R, V> view) {
        return rows.flatMap(row -> view(row, view)).toList();
    }

    private static <R, V> Stream<V> view(R row, Function<R, V> view) {
        try {
            return Stream.of(view.apply(row));
        } catch (DamagedRowException damaged) {
            LOG.errorf("a list of the portal lacks a row: %s", damaged.getMessage());
            return Stream.empty();
        }
    }
}
