package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.Order;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParametersTest {
    @Test
    void defaultsAreNewestFirstAndAHundred() throws Exception {
        EventQuery query = EventParameters.parse(Map.of());
        assertThat(query)
                .isEqualTo(new EventQuery(
                        Map.of(), Optional.empty(), Optional.empty(), 100, Order.DESC, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "error", "user", "client", "ip", "text"})
    void takesEveryFilter(String name) throws Exception {
        assertThat(parse(name, "x").filter(name)).contains("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A,B", "A, B", "!A", "!A,!B", "A,!B"})
    void takesTypesAndThoseToLeaveOut(String types) throws Exception {
        assertThat(parse("type", types).filter("type")).contains(types);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T08:15:00Z, 1769847300000",
        "2026-01-31T08:15:00.123456Z, 1769847300123",
        "2026-01-31T10:15:00+02:00, 1769847300000",
        "1769847300000, 1769847300000",
        "0, 0"
    })
    void takesInstantsAndMillis(String text, long millis) throws Exception {
        assertThat(parse("from", text).from()).contains(Instant.ofEpochMilli(millis));
        assertThat(parse("to", text).to()).contains(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "007, 7"})
    void takesLimits(String text, int limit) throws Exception {
        assertThat(parse("limit", text).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 1001",
        "limit, -1",
        "limit, 1.5",
        "limit, many",
        "limit, 99999999999",
        "from, yesterday",
        "from, 2026-01-31",
        "from, -1",
        "from, +1000000000-01-01T00:00:00Z",
        "to, 31.01.2026",
        "order, ASC",
        "order, up",
        "cursor, x",
        "cursor, !!!!",
        "cursor, MS5ERVNDLi0x",
        "type, ''",
        "type, 'A,'",
        "type, ',A'",
        "type, 'A,,B'",
        "type, '!'",
        "type, 'A, !'",
        "type, '!!A'",
        "foo, x",
        "Type, x",
        "fields, x"
    })
    void namesTheParameterThatIsBad(String name, String value) {
        assertThatThrownBy(() -> parse(name, value))
                .isInstanceOf(BadParameterException.class)
                .hasMessageStartingWith("Parameter " + name + ": ");
    }

    @Test
    void namesTheParameterThatIsGivenTwice() {
        assertThatThrownBy(() -> EventParameters.parse(Map.of("type", List.of("A", "B"))))
                .hasMessageContaining("Parameter type: is given 2 times");
    }

    @Test
    void namesTheParameterThatIsTooLong() {
        assertThatThrownBy(() -> parse("text", "x".repeat(1025))).hasMessageContaining("Parameter text: ");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1, 1"})
    void aSpanEndsAfterItBegins(String from, String to) {
        assertThatThrownBy(() -> EventParameters.parse(Map.of("from", List.of(from), "to", List.of(to))))
                .hasMessageContaining("Parameter to: ");
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void takesACursorOfItsOrder(Order order) throws Exception {
        Cursor cursor = Cursor.after(order, 17);
        String name = order == Order.ASC ? "asc" : "desc";
        Map<String, List<String>> parameters = Map.of("order", List.of(name), "cursor", List.of(cursor.toString()));
        assertThat(EventParameters.parse(parameters).cursor()).contains(cursor);
    }

    @Test
    void aCursorOfTheOtherOrderIsRefused() {
        assertThatThrownBy(() -> parse("cursor", Cursor.after(Order.ASC, 17).toString()))
                .hasMessageContaining("Parameter cursor: ");
    }

    private static EventQuery parse(String name, String value) throws BadParameterException {
        return EventParameters.parse(Map.of(name, List.of(value)));
    }
}
