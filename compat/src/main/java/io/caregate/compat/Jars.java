package io.caregate.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The classes of some JARs. Each is read when it is first asked for. Not for use by several threads. */
final class Jars implements AutoCloseable {

    private static final String CLASS = ".class";
    private static final String SERVICES = "META-INF/services/";

    private final List<ZipFile> open = new ArrayList<>();
    private final Map<String, ZipFile> places = new LinkedHashMap<>();
    private final Map<String, List<String>> services = new HashMap<>();
    private final Map<String, Optional<ClassFacts>> read = new HashMap<>();

    /**
     * Opens JARs.
     *
     * @throws UncheckedIOException if one cannot be read
     */
    Jars(List<Path> files) {
        for (Path file : files) {
            try {
                ZipFile jar = new ZipFile(file.toFile());
                open.add(jar);
                index(jar);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(file + " cannot be read", unreadable);
            }
        }
    }

    /**
     * Opens all JARs of a folder and of those below it.
     *
     * @throws UncheckedIOException if one cannot be read
     */
    static Jars below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return new Jars(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder + " cannot be read", unreadable);
        }
    }

    private void index(ZipFile jar) throws IOException {
        for (ZipEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
                places.putIfAbsent(name.substring(0, name.length() - CLASS.length()), jar);
            } else if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                services.computeIfAbsent(name.substring(SERVICES.length()), service -> new ArrayList<>())
                        .addAll(lines(jar, entry));
            }
        }
    }

    private static List<String> lines(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** The class of this name, if one of the JARs has it. */
    Optional<ClassFacts> find(@Nullable String name) {
        if (name == null || !places.containsKey(name)) {
            return Optional.empty();
        }
        return read.computeIfAbsent(name, this::read);
    }

    private Optional<ClassFacts> read(String name) {
        ZipFile jar = places.get(name);
        if (jar == null) {
            return Optional.empty();
        }
        try (InputStream in = jar.getInputStream(jar.getEntry(name + CLASS))) {
            return Optional.of(ClassFileReader.read(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read", unreadable);
        }
    }

    /** All classes whose names are wanted, by name. */
    Stream<ClassFacts> classes(Predicate<String> wanted) {
        return new TreeSet<>(places.keySet()).stream().filter(wanted).flatMap(name -> find(name).stream());
    }

    /** The names of the service files. */
    List<String> services() {
        return services.keySet().stream().sorted().toList();
    }

    /** The lines of a service file, of all JARs; empty if none has it. */
    List<String> providers(String service) {
        return services.getOrDefault(service, List.of());
    }

    @Override
    public void close() {
        for (ZipFile jar : open) {
            try {
                jar.close();
            } catch (IOException unclosed) {
                throw new UncheckedIOException(jar.getName() + " cannot be closed", unclosed);
            }
        }
    }
}
