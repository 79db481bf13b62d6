import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Installs what the lock file of a folder names, and runs one of the folder's npm scripts, with nothing but a JDK: a
 * single source file that the Maven build runs with {@code java Npm.java}. Node comes from the PATH where it is new
 * enough. Else it comes from the npm registry, checked against a pinned SHA-512; which registry, the reader's npm
 * configuration says. Nothing is done again whose inputs have not changed since it last went well.
 *
 * <p>Arguments: the folder with {@code package.json}; a folder that is kept between builds, for Node and for notes on
 * what was done, with {@code node.path}, which says what Node it was; and, to run a script, its name and a file that it
 * makes, if it makes one. The script finds the folder of that file in {@code CAREGATE_OUT}.
 */
final class Npm {
    private static final int[] OLDEST_NODE = {20, 19};
    private static final String NODE_VERSION = "22.23.3";
    private static final Map<String, String> NODE = Map.of(
            "linux-x64",
            "qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
            "linux-arm64",
            "l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==");
    private static final String NPM_VERSION = "10.9.9";
    private static final String NPM =
            "1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==";
    private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("win");

    private final Path folder;
    private final Path kept;

    private Npm(Path folder, Path kept) {
        this.folder = folder;
        this.kept = kept;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2 || arguments.length > 4) {
            throw new IllegalArgumentException("usage: java Npm.java <folder> <kept> [<script> [<made>]]");
        }
        List<Path> paths = Stream.of(arguments).map(path -> Path.of(path).toAbsolutePath().normalize()).toList();
        Npm npm = new Npm(paths.get(0), paths.get(1));
        if (arguments.length == 2) {
            npm.install(npm.npm());
        } else {
            npm.run(arguments[2], paths.stream().skip(3).findFirst());
        }
    }

    private void run(String script, Optional<Path> made) throws IOException, InterruptedException {
        Path stamp = kept.resolve(folder.getFileName() + "-" + script + ".stamp");
        String inputs = inputs();
        if (Files.exists(stamp) && Files.readString(stamp).equals(inputs) && made.map(Files::exists).orElse(true)) {
            return;
        }
        List<String> npm = npm();
        install(npm);
        execute(with(npm, "run", "--silent", script), made);
        Files.writeString(stamp, inputs);
    }

    /** A hash of every file of the folder but what npm has put there. */
    private String inputs() throws IOException {
        MessageDigest digest = digest("SHA-256");
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).startsWith("node_modules"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(digest("SHA-256").digest(Files.readAllBytes(file)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void install(List<String> npm) throws IOException, InterruptedException {
        Path marker = folder.resolve("node_modules/.caregate-lock");
        String lock = Files.readString(folder.resolve("package-lock.json"));
        if (!Files.exists(marker) || !Files.readString(marker).equals(lock)) {
            execute(
                    with(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
                    Optional.empty());
            Files.writeString(marker, lock);
        }
    }

    private List<String> npm() throws IOException, InterruptedException {
        Files.createDirectories(kept);
        Optional<Path> node = onPath(WINDOWS ? "node.exe" : "node");
        Optional<Path> npm = onPath(WINDOWS ? "npm.cmd" : "npm");
        if (node.isPresent() && npm.isPresent() && fits(node.get())) {
            Files.writeString(kept.resolve("node.path"), node.get().toString());
            return List.of(npm.get().toString());
        }
        String integrity = NODE.get(platform());
        if (integrity == null) {
            throw new IllegalStateException(
                    "Install Node 20.19 or newer with npm: none is on the PATH, or to fetch for " + platform());
        }
        Path binary = kept.resolve("node-" + NODE_VERSION + "/package/bin/node");
        Path script = kept.resolve("npm-" + NPM_VERSION + "/package/bin/npm-cli.js");
        fetch("node-" + platform(), NODE_VERSION, integrity, binary, kept.resolve("node-" + NODE_VERSION));
        fetch("npm", NPM_VERSION, NPM, script, kept.resolve("npm-" + NPM_VERSION));
        Files.writeString(kept.resolve("node.path"), binary.toString());
        return List.of(binary.toString(), script.toString());
    }

    private static boolean fits(Path node) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(node.toString(), "--version").start();
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0 || !version.matches("v\\d+\\.\\d+\\..*")) {
            return false;
        }
        String[] parts = version.substring(1).split("\\.");
        int major = Integer.parseInt(parts[0]);
        return major > OLDEST_NODE[0] && major != 21
                || major == OLDEST_NODE[0] && Integer.parseInt(parts[1]) >= OLDEST_NODE[1];
    }

    private static String platform() {
        String architecture = System.getProperty("os.arch");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = architecture.equals("amd64") ? "x64" : architecture.equals("aarch64") ? "arm64" : architecture;
        return system + "-" + name;
    }

    private static void fetch(String name, String version, String integrity, Path result, Path folder)
            throws IOException, InterruptedException {
        if (Files.exists(result)) {
            return;
        }
        URI address = URI.create(registry() + name + "/-/" + name + "-" + version + ".tgz");
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(java.net.ProxySelector.getDefault())
                .build()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answers " + answer.statusCode());
        }
        String hash = Base64.getEncoder().encodeToString(digest("SHA-512").digest(answer.body()));
        if (!hash.equals(integrity)) {
            throw new IOException(address + " is not the file that was pinned: sha512-" + hash);
        }
        unpack(answer.body(), folder);
        if (!result.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + result + " executable");
        }
    }

    /** The registry as npm itself finds it: the environment, then the files of the user and of the machine. */
    private static String registry() throws IOException {
        List<String> found = new ArrayList<>();
        System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("npm_config_registry"))
                .forEach(variable -> found.add(variable.getValue()));
        String user =
                System.getenv().getOrDefault("NPM_CONFIG_USERCONFIG", System.getProperty("user.home") + "/.npmrc");
        for (String file : List.of(user, "/usr/local/etc/npmrc", "/usr/etc/npmrc", "/etc/npmrc")) {
            if (Files.isReadable(Path.of(file))) {
                Files.readAllLines(Path.of(file)).stream()
                        .map(String::strip)
                        .filter(line -> line.matches("registry\\s*=.*"))
                        .map(line -> line.substring(line.indexOf('=') + 1).strip())
                        .forEach(found::add);
            }
        }
        String registry = found.stream().findFirst().orElseThrow(() -> new IllegalStateException(
                "No Node on the PATH is new enough, and no npm registry is set to fetch one from. Install Node"
                        + " 20.19 or newer with npm,"
                        + " or write registry=<address> into " + user + " (or set npm_config_registry)."));
        return registry.endsWith("/") ? registry : registry + "/";
    }

    /** Unpacks a tar of npm's: plain files, names of up to 255 characters, prefix included. */
    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            for (byte[] header = tar.readNBytes(512);
                    header.length == 512 && header[0] != 0;
                    header = tar.readNBytes(512)) {
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((512 - size % 512) % 512);
                Path file = folder.resolve(name).normalize();
                if ((header[156] == '0' || header[156] == 0) && file.startsWith(folder)) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, content);
                }
            }
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private void execute(List<String> command, Optional<Path> made) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        made.ifPresent(file -> builder.environment().put("CAREGATE_OUT", file.getParent().toString()));
        builder.environment().put("NO_COLOR", "1");
        // Where node was fetched, npm's scripts must find that one.
        Path programs = Path.of(command.get(0)).getParent();
        builder.environment().merge("PATH", programs.toString(), (path, own) -> own + File.pathSeparator + path);
        Process process = builder.start();
        if (!process.waitFor(15, TimeUnit.MINUTES)) {
            process.destroy();
            throw new IOException(command + " took more than 15 minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed; see above");
        }
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
