package io.caregate.audit.verify.archive;

import io.caregate.audit.verify.Notes;
import io.caregate.auditlog.tree.SignedNote;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checkpoints that are kept, oldest first: all of the last day, the last of each hour of {@value #HOURLY_DAYS}
 * days, and the last of each day. The entries are kept too, so an older checkpoint only adds a time at which they were
 * signed.
 */
final class KeptCheckpoints {
    private static final int HOURLY_DAYS = 60;
    private static final Duration ALL = Duration.ofDays(1);
    private static final Duration HOURLY = Duration.ofDays(HOURLY_DAYS);
    /** The signature that follows the plain one begins with its time. */
    private static final int TIMED = 1;

    private KeptCheckpoints() {}

    /**
     * The text of a file of kept checkpoints with one more note behind the last. Once an hour those are left out that
     * need not be kept.
     */
    static String with(String file, String newest) throws IOException {
        if (file.isEmpty() || file.equals(newest) || file.endsWith("\n" + newest)) {
            return file.isEmpty() ? newest : file;
        }
        String all = file + "\n" + newest;
        Instant now = signed(newest);
        return hour(signed(last(file))) == hour(now) ? all : String.join("\n", thinned(notes(all), now));
    }

    private static long hour(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), Duration.ofHours(1).toSeconds());
    }

    /** There is one empty line in a note, and one before it. */
    private static String last(String file) {
        int inside = file.lastIndexOf("\n\n");
        int before = file.lastIndexOf("\n\n", inside - 1);
        return before < 0 ? file : file.substring(before + 2);
    }

    private static List<String> notes(String text) throws IOException {
        List<String> notes = new ArrayList<>();
        Notes read = new Notes(new StringReader(text));
        for (String note = read.next(); note != null; note = read.next()) {
            notes.add(note);
        }
        return notes;
    }

    private static List<String> thinned(List<String> notes, Instant now) {
        List<String> kept = new ArrayList<>();
        Set<String> filled = new HashSet<>();
        for (int i = notes.size() - 1; i >= 0; i--) {
            Instant time = signed(notes.get(i));
            Duration age = Duration.between(time, now);
            boolean isHourly = age.compareTo(HOURLY) <= 0;
            Duration period = isHourly ? Duration.ofHours(1) : Duration.ofDays(1);
            if (age.compareTo(ALL) <= 0
                    || filled.add(period + " " + Math.floorDiv(time.getEpochSecond(), period.toSeconds()))) {
                kept.add(notes.get(i));
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** The time that a note says. Of one that says none, it is so early that it is kept with few others. */
    static Instant signed(String note) {
        try {
            List<SignedNote.Signature> signatures = SignedNote.parse(note).signatures();
            byte[] timed = signatures.size() > TIMED
                    ? Base64.getDecoder().decode(signatures.get(TIMED).base64())
                    : new byte[0];
            long seconds = timed.length > Long.BYTES ? ByteBuffer.wrap(timed).getLong() : 0;
            return Instant.ofEpochSecond(Math.min(Math.max(seconds, 0), Instant.MAX.getEpochSecond()));
        } catch (IllegalArgumentException e) {
            return Instant.EPOCH;
        }
    }
}
