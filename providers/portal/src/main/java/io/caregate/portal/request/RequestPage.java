package io.caregate.portal.request;

import io.caregate.portal.store.ReadableRows;
import io.caregate.portal.store.StoredRequest;
import java.util.List;
import java.util.function.Function;

/**
 * A page of requests.
 *
 * @param more whether there are others after it
 */
public record RequestPage(List<RequestView> requests, boolean more) {
    public RequestPage {
        requests = List.copyOf(requests);
    }

    /** The first of the rows that were found, at most so many. One more than that is read, to find out about others. */
    static RequestPage of(List<StoredRequest> found, int most, Function<StoredRequest, RequestView> view) {
        return new RequestPage(ReadableRows.views(found.stream().limit(most), view), found.size() > most);
    }
}
