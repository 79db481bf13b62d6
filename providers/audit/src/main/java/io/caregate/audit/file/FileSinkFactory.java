package io.caregate.audit.file;

import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.sink.SinkSettings;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/** The sink {@value #ID}. Its options say which folder, which lines, and when a new file begins. */
public final class FileSinkFactory implements SinkFactory {
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

    private @Nullable Folder folder;
    private @Nullable Lines lines;
    private Optional<SinkSettings> settings = Optional.empty();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope scope) {
        SinkOptions options = SinkOptions.of(scope, ID, NAMES);
        if (!options.areGiven()) {
            return;
        }
        lines = options.value(FORMAT, Lines.SEALED, Lines::of, Lines.ALLOWED);
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
        folder = new Folder(directory, PosixFilePermissions.fromString(permissions), rotation, Clock.systemUTC());
        settings = Optional.of(options.settings(USUAL_BATCH));
    }

    @Override
    public Optional<SinkSettings> settings() {
        return settings;
    }

    @Override
    public Sink create(KeycloakSession session) {
        if (folder == null || lines == null) {
            throw new IllegalStateException("the sink " + ID + " is not wanted");
        }
        return new FileSink(folder, lines);
    }
}
