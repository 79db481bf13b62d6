package io.caregate.it.policy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * The pack's own JAR in which named methods begin by throwing, as long as a file with that name exists in a folder.
 * Everything else is what is shipped, byte for byte.
 */
final class FaultyJar {
    /** The system property of the server that names the folder. */
    static final String FOLDER = "caregate.test.faults";

    private final Path faults;

    private FaultyJar(Path faults) {
        this.faults = faults;
    }

    /** Writes the JAR. {@code points} are {@code room.Class#method}. */
    static FaultyJar write(Path original, Path copy, Path faults, List<String> points) {
        try {
            Files.copy(original, copy);
            try (FileSystem jar = FileSystems.newFileSystem(copy);
                    ClassFileLocator locator = ClassFileLocator.ForJarFile.of(original.toFile())) {
                for (String point : points) {
                    String type = typeOf(point);
                    Path entry = jar.getPath("/" + type.replace('.', '/') + ".class");
                    // Earlier injections into this class must stay.
                    ClassFileLocator own = ClassFileLocator.Simple.of(type, Files.readAllBytes(entry));
                    ClassFileLocator all = new ClassFileLocator.Compound(
                            own, locator, ClassFileLocator.ForClassLoader.of(FaultyJar.class.getClassLoader()));
                    Files.write(entry, inject(type, methodOf(point), all));
                }
            }
            return new FaultyJar(Files.createDirectories(faults));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] inject(String type, String method, ClassFileLocator locator) {
        // Keycloak's own classes are neither available nor needed here.
        TypeDescription description =
                TypePool.Default.WithLazyResolution.of(locator).describe(type).resolve();
        return new ByteBuddy()
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .with(TypeValidation.DISABLED)
                .redefine(description, locator)
                .visit(Advice.to(Fault.class).on(ElementMatchers.named(method)))
                .make()
                .getBytes();
    }

    private static String typeOf(String point) {
        return "io.caregate.policy." + point.substring(0, point.indexOf('#'));
    }

    private static String methodOf(String point) {
        return point.substring(point.indexOf('#') + 1);
    }

    /** From now on the method throws, until the fault is closed. */
    Broken broken(String point) {
        try {
            return new Broken(Files.createFile(faults.resolve(typeOf(point) + "." + methodOf(point))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fault that is switched on. */
    record Broken(Path file) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Its code is copied into the methods, so it may use only the JDK. */
    static final class Fault {
        private Fault() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m") String method) {
            if (new File(System.getProperty(FOLDER), method).exists()) {
                throw new IllegalStateException("Injected fault in " + method);
            }
        }
    }
}
