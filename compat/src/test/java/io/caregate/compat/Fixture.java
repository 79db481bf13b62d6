package io.caregate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * Two versions of a small Keycloak and a small pack, from sources that a test writes. The pack is compiled with the
 * first one, as the real one is.
 */
final class Fixture {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|enum|record) (\\w+)");

    static final Catalogue CATALOGUE = new Catalogue(
            Set.of("org/keycloak/EventType"), Set.of("org/keycloak/Event"), Set.of("org/keycloak/Signer"));

    /** What the catalogue names; every small Keycloak has it. */
    private static final List<String> ALWAYS = List.of(
            "package org.keycloak; public interface Event {}",
            "package org.keycloak; public interface Signer {}",
            "package jakarta.ws.rs; public @interface POST {}",
            "package jakarta.ws.rs; public @interface GET {}",
            "package jakarta.ws.rs; public @interface Path { String value(); }");

    private static final String EVENT_TYPE = "package org.keycloak; public enum EventType { LOGIN }";

    private final Path folder;
    private final List<String> base = new ArrayList<>();
    private final List<String> other = new ArrayList<>();
    private final List<String> pack = new ArrayList<>();
    private final Map<String, String> services = new LinkedHashMap<>();
    private final Map<String, String> otherServices = new LinkedHashMap<>();
    private final Map<String, String> packServices = new LinkedHashMap<>();

    Fixture(Path folder) {
        this.folder = folder;
    }

    /** A source of both versions. */
    Fixture both(String source) {
        base.add(source);
        other.add(source);
        return this;
    }

    Fixture base(String source) {
        base.add(source);
        return this;
    }

    Fixture other(String source) {
        other.add(source);
        return this;
    }

    Fixture pack(String source) {
        pack.add(source);
        return this;
    }

    /** A service file: of the pack, of the first version and of the second one; empty for none. */
    Fixture service(String name, String ofPack, String ofBase, String ofOther) {
        put(packServices, name, ofPack);
        put(services, name, ofBase);
        put(otherServices, name, ofOther);
        return this;
    }

    private static void put(Map<String, String> files, String name, String lines) {
        if (!lines.isEmpty()) {
            files.put(name, lines);
        }
    }

    /** The differences, each as its kind and subject. */
    List<String> differences() {
        Stream.of(base, other).forEach(sources -> {
            sources.addAll(ALWAYS);
            if (sources.stream().noneMatch(source -> source.contains("enum EventType"))) {
                sources.add(EVENT_TYPE);
            }
        });
        Path here = jar("base", base, List.of(), services);
        Path there = jar("other", other, List.of(), otherServices);
        pack.add("package io.caregate; class Pack {}");
        Path ours = jar("pack", pack, List.of(here), packServices);
        try (Jars packJars = new Jars(List.of(ours));
                Jars baseJars = new Jars(List.of(here));
                Jars otherJars = new Jars(List.of(there))) {
            return Comparison.of(new Server(packJars, baseJars), new Server(packJars, otherJars), CATALOGUE).stream()
                    .map(difference -> difference.kind().id() + " " + difference.subject())
                    .toList();
        }
    }

    private Path jar(String name, List<String> sources, List<Path> classpath, Map<String, String> files) {
        try {
            Path classes = Files.createDirectories(folder.resolve(name + "/classes"));
            compile(folder.resolve(name + "/sources"), classes, sources, classpath);
            Path jar = folder.resolve(name + ".jar");
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out);
                    Stream<Path> compiled = Files.walk(classes)) {
                for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                    zip.write(Files.readAllBytes(file));
                }
                for (Map.Entry<String, String> file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry("META-INF/services/" + file.getKey()));
                    zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void compile(Path folder, Path classes, List<String> sources, List<Path> classpath)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
        arguments.add("-classpath");
        arguments.add(String.join(":", classpath.stream().map(Path::toString).toList()));
        for (String source : sources) {
            Path file = folder.resolve(group(PACKAGE, source).replace('.', '/') + "/" + group(TYPE, source) + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
    }

    private static String group(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as(source).isTrue();
        return matcher.group(1);
    }
}
