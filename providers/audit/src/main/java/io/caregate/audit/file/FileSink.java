package io.caregate.audit.file;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Mark;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to the newest file of a folder and flushes them to the disk before they count as delivered. When the
 * first batch comes, it inspects the lines that a crash has left, so no line is written twice and none is torn. A full
 * disk takes nothing of a batch, which is tried again. The newest file is locked: a node that was frozen and wakes up
 * in the middle of a batch writes it before its successor continues, or not at all.
 */
final class FileSink implements Sink {
    private static final ServerLog LOG = ServerLog.of(FileSink.class);

    private final Folder folder;
    private final Lines lines;
    private @Nullable OpenFile file;
    private @Nullable Tail tail;

    FileSink(Folder folder, Lines lines) {
        this.folder = folder;
        this.lines = lines;
    }

    @Override
    public Outcome deliver(Batch batch) {
        try {
            ByteBuffer text = text(batch, tail());
            if (text.hasRemaining()) {
                fileFor(batch).append(text);
            }
            return Outcome.taken(batch);
        } catch (AccessDeniedException e) {
            close();
            return Outcome.misconfigured("the folder or its newest file may not be written");
        } catch (OpenFile.LockedException e) {
            close();
            return Outcome.retry("another process writes to the newest file");
        } catch (IOException e) {
            LOG.debugf(e, "the file sink cannot write");
            close();
            return Outcome.retry("the disk is full or the file cannot be written");
        }
    }

    /** The mark that the newest lines show. Asked before the first batch, so it also cuts off a partial line. */
    @Override
    public Optional<Mark> last() throws IOException {
        // The caller does not know whether the last lines were recorded as delivered: a batch may come again.
        close();
        for (String line : tail().newest()) {
            Optional<Mark> mark = lines.mark(line);
            if (mark.isPresent()) {
                return mark;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        OpenFile open = file;
        file = null;
        tail = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debugf(e, "file=%s was not closed cleanly", open.path().getFileName());
            }
        }
    }

    /**
     * The lines that are not written yet. A checkpoint that is missing before a line that is written has been left out
     * in favour of a newer one.
     */
    private ByteBuffer text(Batch batch, Tail written) {
        StringBuilder text = new StringBuilder();
        StringBuilder checkpoints = new StringBuilder();
        for (Item item : batch.items()) {
            String line = lines.of(item);
            if (written.has(line)) {
                checkpoints.setLength(0);
            } else if (item instanceof Item.OfCheckpoint) {
                checkpoints.append(line).append('\n');
            } else {
                written.forget();
                text.append(checkpoints).append(line).append('\n');
                checkpoints.setLength(0);
            }
        }
        text.append(checkpoints);
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Opens the newest file first, which cuts off a partial line, so that the tail has whole lines only. */
    private Tail tail() throws IOException {
        Tail known = tail;
        if (known == null || file == null || !file.isInPlace()) {
            close();
            known = resumed(folder.files());
            tail = known;
        }
        return known;
    }

    private Tail resumed(NavigableSet<Path> files) throws IOException {
        if (files.isEmpty()) {
            return Tail.empty();
        }
        OpenFile newest = folder.resume(files.last());
        file = newest;
        return Tail.of(newest.channel(), files.headSet(files.last(), false));
    }

    private OpenFile fileFor(Batch batch) throws IOException {
        OpenFile open = file;
        if (open == null || folder.isFull(open)) {
            OpenFile begun = folder.begin(first(batch));
            if (open != null) {
                open.close();
            }
            file = begun;
            return begun;
        }
        return open;
    }

    private static long first(Batch batch) {
        Item first = batch.items().get(0);
        return first instanceof Item.OfEntry ? first.seq() : first.seq() + 1;
    }
}
