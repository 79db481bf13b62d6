package io.caregate.audit.splunk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Items as the HTTP Event Collector reads them: one object after another, each with the time of the event, and with the
 * item in {@code event}. The id and the number are indexed fields, so that a repeated event can be recognised.
 */
record SplunkEvents(Optional<String> index, Format format) {
    private static final int MILLIS = 3;

    String of(Batch batch) {
        return batch.items().stream().map(this::event).collect(Collectors.joining("\n"));
    }

    private String event(Item item) {
        ObjectNode around = JsonNodeFactory.instance.objectNode();
        long millis;
        if (item instanceof Item.OfEntry entry) {
            EntryView view = EntryView.of(entry.entry());
            millis = view.time().toEpochMilli();
            view.text("node").ifPresent(node -> around.put("host", node));
        } else {
            millis = ((Item.OfCheckpoint) item).checkpoint().time().toEpochMilli();
        }
        around.put("time", BigDecimal.valueOf(millis, MILLIS));
        around.put("source", "caregate-audit").put("sourcetype", "caregate:audit:" + format);
        index.ifPresent(name -> around.put("index", name));
        around.putObject("fields").put("caregate_id", item.id()).put("caregate_seq", item.seq());
        String text = around.toString();
        return text.substring(0, text.length() - 1) + ",\"event\":" + item.render(format) + "}";
    }
}
