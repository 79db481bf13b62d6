package io.caregate.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientAccess;
import io.caregate.portal.client.ClientDescription;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.Environment;
import io.caregate.portal.store.StoredRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPageTest {
    private static final RequestView.RequestedClient CLIENT = new RequestView.RequestedClient(
            new ClientDescription(ClientType.SPA, "App", "", Environment.PRODUCTION),
            new ClientAccess(List.of(), List.of(), List.of(), Authentication.NONE, null, List.of()));

    private static RequestView view(StoredRequest request) {
        return new RequestView(
                request.readable().id(),
                "create",
                request.state(),
                new RequestView.Person(request.requesterId(), null, null),
                new RequestView.Proposal(request.purpose(), CLIENT, null, List.of()),
                new RequestView.Result(null, null, false),
                "",
                new RequestView.Decision(null, null, null));
    }

    private static StoredRequest request(String id) {
        return new StoredRequest(id, "realm", "requester", null, id.equals("bad") ? "tag" : null, "{}", "", 0);
    }

    @ParameterizedTest
    @CsvSource({"'', '', false", "a, a, false", "a b, a b, false", "a b c, a b, true", "a bad c, a, true"})
    void pageWhenOneMoreIsFoundThenSaidAndADamagedRowIsLeftOut(String found, String shown, boolean more) {
        List<StoredRequest> rows = Stream.of(found.split(" "))
                .filter(id -> !id.isEmpty())
                .map(RequestPageTest::request)
                .toList();

        RequestPage page = RequestPage.of(rows, 2, RequestPageTest::view);

        assertThat(String.join(
                        " ", page.requests().stream().map(RequestView::id).toList()))
                .isEqualTo(shown);
        assertThat(page.more()).isEqualTo(more);
    }
}
