package io.caregate.audit.deliver;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFilter;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.sink.Start;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A receiver in memory that answers as the test wants, and remembers the items that it took. */
final class TestSink implements SinkHandle {
    private final String id;
    private final SinkSettings settings;
    private final List<Item> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Batch, Outcome> answers = Outcome::taken;

    TestSink(String id, int batchSize) {
        this(id, batchSize, Start.OLDEST);
    }

    TestSink(String id, int batchSize, Start start) {
        this(id, new SinkSettings(batchSize, start, SinkFilter.ALL));
    }

    TestSink(String id, SinkSettings settings) {
        this.id = id;
        this.settings = settings;
    }

    TestSink answering(Function<Batch, Outcome> answers) {
        this.answers = answers;
        return this;
    }

    /** The numbers of the entries that were taken, in order. Checkpoints are negative. */
    List<Long> taken() {
        synchronized (taken) {
            return taken.stream()
                    .map(item -> item instanceof Item.OfEntry ? item.seq() : -item.seq())
                    .toList();
        }
    }

    /** The ids of all items that were taken. */
    List<String> ids() {
        synchronized (taken) {
            return taken.stream().map(Item::id).toList();
        }
    }

    /** The number of items in each attempt. */
    List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SinkSettings settings() {
        return settings;
    }

    @Override
    public Sink open() {
        return new Sink() {
            @Override
            public Outcome deliver(Batch batch) {
                sizes.add(batch.size());
                Outcome outcome = answers.apply(batch);
                if (outcome instanceof Outcome.Taken done) {
                    for (int i = 0; i < done.count(); i++) {
                        int index = i;
                        if (done.rejected().stream().noneMatch(one -> one.index() == index)) {
                            taken.add(batch.items().get(i));
                        }
                    }
                }
                return outcome;
            }

            @Override
            public void close() {}
        };
    }
}
