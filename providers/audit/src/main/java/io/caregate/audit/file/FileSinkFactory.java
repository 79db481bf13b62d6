package io.caregate.audit.file;

import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkFilter;
import io.caregate.audit.sink.SinkOptions;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sink {@value #ID}. Its options say which folder, which lines, and when a new file begins. */
public final class FileSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "file";

    public static final String DIRECTORY = "directory";
    public static final String FORMAT = "format";
    public static final String MAX_SIZE = "max-size";
    public static final String MAX_AGE = "max-age";
    public static final String PERMISSIONS = "permissions";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES = List.of(DIRECTORY, FORMAT, MAX_SIZE, MAX_AGE, PERMISSIONS);

    private static final String FOLDER = "a folder, which is created if it is missing; relative to Keycloak's home";
    private static final int USUAL_BATCH = 1000;
    private static final int USUAL_MEGABYTES = 256;
    private static final int MOST_MEGABYTES = 65_536;

    public FileSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        Lines lines = options.value(FORMAT, Lines.SEALED, Lines::of, Lines.ALLOWED);
        if (lines == Lines.SEALED && !options.filter().equals(SinkFilter.ALL)) {
            throw options.bad(
                    FORMAT, "another one than sealed if entries are left out: only a whole log can be verified");
        }
        Rotation rotation = new Rotation(
                options.number(MAX_SIZE, USUAL_MEGABYTES, 1, MOST_MEGABYTES) * 1024L * 1024L,
                options.duration(MAX_AGE, Duration.ofDays(1), Duration.ofMinutes(1), Duration.ofDays(3660)));
        String permissions = options.value(
                PERMISSIONS,
                "rw-------",
                text -> switch (text) {
                    case "600" -> Optional.of("rw-------");
                    case "640" -> Optional.of("rw-r-----");
                    default -> Optional.empty();
                },
                "600 or 640");
        // A missing folder is made when it is needed: it may be on a disk that is mounted later.
        Path directory = options.folder(DIRECTORY, FOLDER)
                .orElseThrow(() -> options.bad(DIRECTORY, FOLDER))
                .toAbsolutePath();
        Folder folder =
                new Folder(directory, PosixFilePermissions.fromString(permissions), rotation, Clock.systemUTC());
        return options.sink(
                USUAL_BATCH,
                "directory=" + directory + " format=" + options.text(FORMAT).orElse("sealed"),
                session -> new FileSink(folder, lines));
    }
}
