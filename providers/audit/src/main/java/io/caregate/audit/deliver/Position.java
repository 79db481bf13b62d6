package io.caregate.audit.deliver;

import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Item;
import java.util.List;

/** How far a sink is: the last entry that it has, and the last checkpoint. */
record Position(long seq, long checkpoint) {
    static final Position BEGIN = new Position(0, 0);

    /** Whether a log can have this position. */
    boolean isInRange() {
        return seq >= 0 && seq < Tables.MOST_NUMBER && checkpoint >= 0 && checkpoint < Tables.MOST_NUMBER;
    }

    /** The position after {@code count} of these items, which follow it. */
    Position after(List<Item> items, int count) {
        Position position = this;
        for (Item item : items.subList(0, count)) {
            position = position.after(item);
        }
        return position;
    }

    private Position after(Item item) {
        if (item instanceof Item.OfEntry entry) {
            return new Position(entry.seq(), checkpoint);
        }
        return new Position(seq, ((Item.OfCheckpoint) item).checkpoint().number());
    }

    /** For people. */
    @Override
    public String toString() {
        return "SEQ=" + seq + " CHECKPOINT_NR=" + checkpoint;
    }
}
