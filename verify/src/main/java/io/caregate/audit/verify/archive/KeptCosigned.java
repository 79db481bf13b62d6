package io.caregate.audit.verify.archive;

import io.caregate.audit.verify.CosignedNote;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Notes;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The cosigned checkpoints that are kept, oldest first: the first of each day (UTC) and the newest. A dossier needs one
 * that was signed soon after its period.
 */
final class KeptCosigned {
    private KeptCosigned() {}

    /** The text of a file of them with one more. */
    static String with(String file, CosignedNote newest) throws IOException, MalformedException {
        List<CosignedNote> kept = new ArrayList<>(read(file));
        int last = kept.size() - 1;
        if (last >= 0 && kept.get(last).equals(newest)) {
            return file;
        }
        if (last >= 1 && day(kept.get(last)).equals(day(kept.get(last - 1)))) {
            kept.remove(last);
        }
        kept.add(newest);
        return String.join("\n", kept.stream().map(CosignedNote::text).toList());
    }

    private static LocalDate day(CosignedNote note) {
        return LocalDate.ofInstant(KeptCheckpoints.signed(note.checkpoint()), ZoneOffset.UTC);
    }

    /** Those in the text of such a file. */
    static List<CosignedNote> read(String file) throws IOException, MalformedException {
        List<CosignedNote> read = new ArrayList<>();
        Notes notes = new Notes(new StringReader(file));
        for (String note = notes.next(); note != null; note = notes.next()) {
            read.add(CosignedNote.parse(note));
        }
        return read;
    }
}
